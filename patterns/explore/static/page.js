// The page in the browser: shows the widget's HTML, keeps focus and scroll, reports tabs and buttons.
// State lives in the model; nothing here knows what a panel means.

function render({ model, el }) {
  el.classList.add("pc-page");
  el.innerHTML = `
    <header class="pc-head"></header>
    <div class="pc-say" role="status" aria-live="polite"></div>
    <section class="pc-main">
      <div class="pc-tabs" role="tablist"></div>
      <div class="pc-pane" role="tabpanel" tabindex="0"></div>
    </section>`;
  const [head, strip, tabs, pane] = [".pc-head", ".pc-say", ".pc-tabs", ".pc-pane"].map((s) => el.querySelector(s));

  const fill = (node, html) => {
    if (node.dataset.html === html) return;
    const focused = focusKey(node);
    const scrolled = [...node.querySelectorAll(".pc-code")].map((one) => [one.scrollTop, one.scrollLeft]);
    const open = [...node.querySelectorAll("details")].map((one) => one.open);
    node.innerHTML = html;
    node.dataset.html = html;
    node.querySelectorAll(".pc-code").forEach((one, i) => scrolled[i] && ([one.scrollTop, one.scrollLeft] = scrolled[i]));
    node.querySelectorAll("details").forEach((one, i) => (one.open = open[i] ?? one.open));
    if (focused) node.querySelector(focused)?.focus({ preventScroll: true });
  };

  // After a turn the reader wants to see what it changed; without one, where they were.
  const showChange = () => {
    const changed = pane.querySelector(".pc-code .add, .pc-code .del");
    if (!changed || changed.dataset.shown) return;
    changed.dataset.shown = "yes";
    pane.scrollTop = changed.getBoundingClientRect().top - pane.getBoundingClientRect().top + pane.scrollTop - 120;
  };

  const focusKey = (node) => {
    const active = node.contains(document.activeElement) ? document.activeElement : null;
    if (!active?.dataset.action) return null;
    return `[data-action="${CSS.escape(active.dataset.action)}"][data-value="${CSS.escape(active.dataset.value ?? "")}"],` +
      `[data-action="${CSS.escape(active.dataset.action)}"]`;
  };

  const drawTabs = () => {
    const hadFocus = tabs.contains(document.activeElement);
    const selected = model.get("selected");
    tabs.replaceChildren(...model.get("tabs").map((tab) => {
      const button = document.createElement("button");
      button.role = "tab";
      button.id = `${model.model_id ?? "pc"}-${tab.id}`;
      button.dataset.tab = tab.id;
      button.ariaSelected = String(tab.id === selected);
      button.tabIndex = tab.id === selected ? 0 : -1;
      button.textContent = tab.title;
      if (tab.badge) {
        const badge = document.createElement("span");
        badge.className = "n";
        badge.textContent = tab.badge;
        button.append(badge);
      }
      return button;
    }));
    const current = tabs.querySelector('[aria-selected="true"]');
    if (current) pane.setAttribute("aria-labelledby", current.id);
    if (hadFocus) current?.focus();
  };

  const drawPane = () => {
    const html = model.get("panes")[model.get("selected")];
    if (html === undefined) return;
    fill(pane, html);
    showChange();
  };

  const select = (id) => {
    model.set("selected", id);
    model.save_changes();
  };

  const copy = async (button) => {
    const text = button.closest("section").querySelector("pre").textContent;
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = "Copy"), 1500);
  };

  let count = 0;
  el.addEventListener("click", (event) => {
    const tab = event.target.closest("[data-tab]");
    if (tab) return select(tab.dataset.tab);
    const copying = event.target.closest("[data-copy]");
    if (copying) return copy(copying);
    const button = event.target.closest("[data-action]");
    if (!button || button.disabled) return undefined;
    count += 1;
    model.set("action", { name: button.dataset.action, value: button.dataset.value ?? "", count: Date.now() + count });
    model.save_changes();
    return undefined;
  });

  tabs.addEventListener("keydown", (event) => {
    const ids = model.get("tabs").map((tab) => tab.id);
    const at = ids.indexOf(model.get("selected"));
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: ids.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    select(ids[(to + ids.length) % ids.length]);
  });

  const bindings = {
    head: () => fill(head, model.get("head")),
    strip: () => fill(strip, model.get("strip")),
    tabs: drawTabs,
    selected: () => { drawTabs(); drawPane(); },
    panes: drawPane,
  };
  for (const [name, draw] of Object.entries(bindings)) {
    model.on(`change:${name}`, draw);
    draw();
  }
  return () => Object.entries(bindings).forEach(([name, draw]) => model.off(`change:${name}`, draw));
}

export default { render };
