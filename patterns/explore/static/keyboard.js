// Keys, and the sign that the kernel is behind.

const SPINNER_AFTER_MS = 300;

// JupyterLab's own shortcuts would take arrows, Enter and letters from the page.
function ownKeys(workbench) {
  workbench.setAttribute("data-lm-suppress-shortcuts", "true");
}

// A drawn resource has no key handling of its own, as a button has.
function pressable(el) {
  el.addEventListener("keydown", (event) => {
    const pressed = event.target.closest('[role="button"][data-action]');
    if (!pressed || !["Enter", " "].includes(event.key)) return;
    event.preventDefault();
    pressed.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  });
}

// The line under a control is seen and read with it: what it is for, what is wrong, why it has no effect.
function describe(workbench) {
  workbench.addEventListener("focusin", ({ target }) => {
    const control = target.closest(".pc-control");
    const note = control?.querySelector(".pc-note");
    if (!note) return;
    control.scrollIntoView({ block: "nearest" });
    note.id ||= `pc-note-${crypto.getRandomValues(new Uint32Array(1))[0]}`;
    target.setAttribute("aria-describedby", note.id);
    target.setAttribute("aria-invalid", String(control.classList.contains("pc-wrong")));
  });
}

// Each question is answered after everything the reader did before it; a sign is shown only when that takes long.
function waiting(model, workbench, ask) {
  let asked = model.get("answered");
  let timer = null;
  const done = () => {
    if (model.get("answered") < asked) return;
    clearTimeout(timer);
    timer = null;
    workbench.classList.remove("pc-busy");
  };
  model.on("change:answered", done);
  workbench.addEventListener("change", (event) => event.target.closest(".pc-side") && ask({ name: "wait" }));
  return {
    began: () => {
      asked += 1;
      timer ??= setTimeout(() => workbench.classList.add("pc-busy"), SPINNER_AFTER_MS);
    },
    end: () => model.off("change:answered", done),
  };
}
