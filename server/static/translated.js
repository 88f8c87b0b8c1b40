/**
 * A browser's translator takes the node of each text away and puts elements of its own in its place. lit keeps hold of those nodes: it writes what
 * changed into them, and finds its places by them. So each is put back, empty, before what stands for it; once something is written into it
 * the translation of the old text goes, and the translator finds the new one.
 */

/** @type {WeakMap<Text, {font: Element, said: string}>} what stands for a text, and what it said */
const replaced = new WeakMap();
/** @type {WeakMap<Element, Text>} the same from the other side */
const stands = new WeakMap();

/** @param {Node} node @returns {node is Element} */
const isFont = node => node.nodeName === "FONT";

/** Put a text's node back before what was put in its place. @param {Text} text @param {Element} font */
function putBack(text, font) {
  const said = text.data;
  if (font.contains(text)) text.replaceWith(text.cloneNode()); // some translators move it instead
  font.before(text);
  text.data = "";
  replaced.set(text, {font, said});
  stands.set(font, text);
}

/** Find what took the place of a text that left its parent. @param {MutationRecord} record @param {Text} text */
function inItsPlace({addedNodes, previousSibling, nextSibling, target}, text) {
  return [...addedNodes, previousSibling, nextSibling].find(
    near => near !== null && isFont(near) && near.parentNode === target && (!stands.has(near) || near.contains(text)),
  );
}

/** @param {MutationRecord} record */
function moved(record) {
  for (const node of record.removedNodes) {
    if (isFont(node)) {
      const text = stands.get(node),
        was = text && replaced.get(text);
      if (!text || !was) continue;
      replaced.delete(text);
      if (!text.isConnected || text.data !== "") continue;
      text.data = was.said; // the reader wants the original again
      for (const other of record.addedNodes) if (other instanceof Text && other !== text) other.remove();
    } else if (node instanceof Text && node.data.trim() && node.parentNode !== record.target) {
      const font = inItsPlace(record, node);
      if (font instanceof Element && !stands.has(font)) putBack(node, font);
    }
  }
}

new MutationObserver(records => {
  for (const record of records) {
    if (record.type === "childList") moved(record);
    else if (record.target instanceof Text && record.target.data !== "") {
      replaced.get(record.target)?.font.remove();
      replaced.delete(record.target);
    }
  }
}).observe(document, {subtree: true, childList: true, characterData: true});
