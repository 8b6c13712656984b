// The page in the browser: shows the widget's HTML and reports tabs and buttons.
// State lives in the model; nothing here knows what a panel means.

const FRAME = `
  <div class="pc-head"></div>
  <div class="pc-say"></div>
  <div class="pc-main">
    <div class="pc-tabs" role="tablist" aria-label="Panels"></div>
    <div class="pc-pane" role="tabpanel" tabindex="0"></div>
  </div>`;

function drawTabs(model, tabs, pane) {
  const selected = model.get("selected");
  repaint(tabs, model.get("tabs").map((tab) => {
    const badge = tab.badge ? ` <span class="n">${escaped(tab.badge)}</span>` : "";
    return `<button type="button" role="tab" id="${tabId(pane, tab.id)}" data-key="${escaped(tab.id)}"
      data-tab="${escaped(tab.id)}" aria-selected="${tab.id === selected}" tabindex="${tab.id === selected ? 0 : -1}"
      >${escaped(tab.title)}${badge}</button>`;
  }).join(""));
  pane.setAttribute("aria-labelledby", tabId(pane, selected));
}

// A page may hold several workbenches, and one workbench may be shown twice.
function tabId(pane, id) {
  pane.number ??= crypto.getRandomValues(new Uint32Array(1))[0];
  return escaped(`pc-${pane.number}-${id}`);
}

function escaped(text) {
  const safe = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return String(text).replace(/[&<>"]/g, (sign) => safe[sign]);
}

function drawPane(model, pane) {
  const id = model.get("selected");
  const html = model.get("panes")[id];
  if (html === undefined) return;
  if (pane.dataset.panel !== id) pane.scrollTop = 0;
  pane.dataset.panel = id;
  const isNew = pane.painted !== html;
  repaint(pane, html);
  if (!isNew) return;
  search(pane);
  pane.querySelectorAll("[data-follow]").forEach((one) => { one.scrollTop = one.scrollHeight; });
  showChange(pane);
}

// After a turn the reader wants to see what it changed; without one, where they were.
function showChange(pane) {
  const marked = [...pane.querySelectorAll(".pc-code .add, .pc-code .del")];
  const said = marked.map((line) => line.textContent).join("\n");
  if (!marked.length || pane.shown === said) return;
  pane.shown = said;
  pane.scrollTop += marked[0].getBoundingClientRect().top - pane.getBoundingClientRect().top - 120;
}

function tabKeys(model, tabs, select) {
  tabs.addEventListener("keydown", (event) => {
    const ids = model.get("tabs").map((tab) => tab.id);
    const at = ids.indexOf(model.get("selected"));
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: ids.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const id = ids[(to + ids.length) % ids.length];
    select(id);
    tabs.querySelector(`[data-tab="${CSS.escape(id)}"]`).focus();
  });
}

function listen(el, pane, select, ask) {
  el.addEventListener("click", ({ target }) => {
    const one = target.closest("[data-tab], [data-copy], [data-fold], [data-action]");
    if (!one || one.getAttribute("aria-disabled") === "true") return;
    const { tab, copy: copied, fold: folded, action, value } = one.dataset;
    if (tab) select(tab);
    else if (copied) copy(one);
    else if (folded) fold(pane, folded === "open");
    else ask({ name: action, value });
  });
  el.addEventListener("submit", (event) => {
    event.preventDefault();
    const form = event.target;
    ask({ name: form.dataset.submit, value: form.dataset.value, text: new FormData(form).get("text") });
  });
  el.addEventListener("change", ({ target }) => target.matches("[data-live]") && target.form.requestSubmit());
  el.addEventListener("input", ({ target }) => target.matches("[data-search]") && search(pane));
  el.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("input")) return;
    // JupyterLab takes Enter away from forms in its outputs.
    event.preventDefault();
    if (event.target.matches("[data-search]")) searchOn(pane, event.target, event.shiftKey ? -1 : 1);
    else event.target.form?.requestSubmit();
  });
}

function render({ model, el }) {
  el.classList.add("pc-page");
  el.innerHTML = FRAME;
  const [head, strip, tabs, pane] = [".pc-head", ".pc-say", ".pc-tabs", ".pc-pane"].map((s) => el.querySelector(s));
  const ask = (content) => {
    wait.began();
    model.send(content);
  };
  const select = (id) => {
    model.set("selected", id);
    model.save_changes();
    ask({ name: "wait" });
  };
  const bindings = {
    head: () => repaint(head, model.get("head")),
    strip: () => repaint(strip, model.get("strip")),
    tabs: () => drawTabs(model, tabs, pane),
    selected: () => { drawTabs(model, tabs, pane); drawPane(model, pane); },
    panes: () => drawPane(model, pane),
  };
  let wait = { began() {}, end() {} };
  for (const [name, draw] of Object.entries(bindings)) {
    model.on(`change:${name}`, draw);
    draw();
  }
  listen(el, pane, select, ask);
  tabKeys(model, tabs, select);
  pressable(el);
  // The controls come around the page once it stands.
  requestAnimationFrame(() => {
    const workbench = el.closest(".pc-workbench") ?? el;
    ownKeys(workbench);
    describe(workbench);
    wait = waiting(model, workbench, ask);
  });
  return () => {
    Object.entries(bindings).forEach(([name, draw]) => model.off(`change:${name}`, draw));
    wait.end();
  };
}

export default { render };
