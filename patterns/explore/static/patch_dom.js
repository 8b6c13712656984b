// Repainting by changing only what differs, so that focus, scroll, open folds and typed text stay where they are.
// An element with data-key is known by it; the others by their place.

// Set by the reader in the browser, unknown to the kernel.
const OWN_ATTRIBUTES = new Set(["open"]);
const OWN_CLASSES = ["pc-hit", "pc-here"];

function repaint(node, html) {
  if (node.painted === html) return;
  node.painted = html;
  const active = node.contains(document.activeElement) ? document.activeElement : null;
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  patchChildren(node, fresh.content);
  if (active && document.activeElement !== active) {
    // Moved, and then still there; or gone, and then its surroundings take over.
    (active.isConnected ? active : node.closest("[tabindex]") ?? node).focus({ preventScroll: true });
  }
}

function patchChildren(node, fresh) {
  const keyed = new Map([...node.children].filter((one) => one.dataset.key).map((one) => [one.dataset.key, one]));
  let at = node.firstChild;
  for (const next of [...fresh.childNodes]) {
    const known = next.dataset?.key ? keyed.get(next.dataset.key) : at;
    if (!known || !isSameKind(known, next)) {
      node.insertBefore(next, at);
    } else {
      if (known === at) at = at.nextSibling;
      else node.insertBefore(known, at);
      patch(known, next);
    }
  }
  while (at) {
    const gone = at;
    at = at.nextSibling;
    gone.remove();
  }
}

function isSameKind(one, other) {
  return one.nodeName === other.nodeName && one.dataset?.key === other.dataset?.key;
}

function patch(old, fresh) {
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
    return;
  }
  // Most of a page stays as it is, and the browser sees that sooner than we do.
  if (old.isEqualNode(fresh)) return;
  const kept = OWN_CLASSES.filter((name) => old.classList.contains(name));
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !OWN_ATTRIBUTES.has(name)) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) === value || OWN_ATTRIBUTES.has(name)) continue;
    old.setAttribute(name, value);
    // A field that was typed into shows its own text until told otherwise.
    if (name === "value" && old.nodeName === "INPUT") old.value = value;
  }
  if (kept.length) old.classList.add(...kept);
  patchChildren(old, fresh);
}
