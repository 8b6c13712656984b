// What a reader does to text that is on the page already: search, fold and copy it. The kernel is not asked.

function search(pane) {
  const field = pane.querySelector("[data-search]");
  if (!field) return;
  const words = field.value.trim().toLowerCase();
  const lines = [...pane.querySelectorAll(".pc-line")];
  const hits = words ? lines.filter((line) => textOf(line).toLowerCase().includes(words)) : [];
  lines.forEach((line) => line.classList.toggle("pc-hit", hits.includes(line)));
  const here = Math.max(hits.findIndex((line) => line.classList.contains("pc-here")), 0);
  goTo(pane, hits, here, field);
}

// A line that the last turn made says so to those who cannot see its colour, before its text.
function textOf(line) {
  return (line.querySelector(".pc-text") ?? line).textContent;
}

function goTo(pane, hits, at, field) {
  pane.querySelectorAll(".pc-here").forEach((line) => line.classList.remove("pc-here"));
  const said = pane.querySelector(".pc-found");
  said.textContent = hits.length ? `${at + 1} of ${hits.length}` : field.value.trim() ? "not found" : "";
  if (!hits.length) return;
  const line = hits[at];
  line.classList.add("pc-here");
  for (let fold = line.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  line.scrollIntoView({ block: "nearest" });
}

function searchOn(pane, field, step) {
  const hits = [...pane.querySelectorAll(".pc-hit")];
  if (!hits.length) return;
  const at = hits.findIndex((line) => line.classList.contains("pc-here"));
  goTo(pane, hits, (at + step + hits.length) % hits.length, field);
}

function fold(pane, open) {
  pane.querySelectorAll(".pc-code details").forEach((one) => { one.open = open; });
}

async function copy(button) {
  const words = button.dataset.words ?? button.textContent;
  button.dataset.words = words;
  button.textContent = (await put(textFor(button))) ? "Copied" : "Select and press Ctrl+C";
  setTimeout(() => { button.textContent = words; }, 1500);
}

function textFor(button) {
  if (button.dataset.copy === "next") return button.closest("section").querySelector("pre").textContent;
  const lines = button.closest(".pc-pane").querySelectorAll(".pc-line:not(.del)");
  return [...lines].map((line) => textOf(line).trimEnd()).join("\n") + "\n";
}

async function put(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // A page that is not served from this machine or over TLS has no clipboard of its own.
    const field = Object.assign(document.createElement("textarea"), { value: text });
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
}
