/** What crosses, leaves its box, is cut or is covered on this page: a sentence each. Evaluated in the page by boxes.py. */
() => {
  const AIR = 0.17; // of a line's height that is no ink, above and below
  const LEAST = 1.5; // px: less is a matter of rounding
  const STROKE = {width: 12, height: 4}; // px: less is a mark beside which a word is set, no box
  const HIDES = ["hidden", "clip"],
    SCROLLS = ["auto", "scroll"];
  const THINGS =
    ".key, .plate, .desk, .state, .range, meter, textarea, input:not([type=hidden]), svg, img, canvas, .qr";

  const styles = new Map();
  const styled = one => styles.get(one) ?? styles.set(one, getComputedStyle(one)).get(one);
  const box = one => one.getBoundingClientRect();
  const clear = colour => /^rgba\(.*, 0\)$|^transparent$|\/ 0\)$/.test(colour);
  const said = text => `“${text.trim().replace(/\s+/g, " ").slice(0, 34)}”`;
  const named = one => [one.tagName.toLowerCase(), ...one.classList].join(".");
  const hides = its => HIDES.includes(its.overflowX) || HIDES.includes(its.overflowY);
  const rolls = its => SCROLLS.includes(its.overflowY);
  const crosses = (a, b) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > LEAST &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > LEAST;
  const beside = (a, b) => a.left > b.left - LEAST && a.right < b.right + LEAST;
  const within = (a, b) => beside(a, b) && a.top > b.top - LEAST && a.bottom < b.bottom + LEAST;

  const asking = document.querySelector("[role=alertdialog], dialog[open]"); // what lies behind it is not looked at
  const [root, body] = [document.documentElement, document.body].map(styled);
  const pageRolls = [...SCROLLS, "visible"].includes(root.overflowY) && !HIDES.includes(body.overflowY);

  /** What is seen of a thing, where it rolls or is hidden in part. */
  const shownOf = thing => {
    const {left, right, top, bottom} = box(thing),
      edge = {left, right, top, bottom};
    for (let up = thing.parentElement; up && up !== document.body; up = up.parentElement) {
      if (!hides(styled(up)) && !rolls(styled(up))) continue;
      const its = box(up);
      for (const side of ["left", "top"]) edge[side] = Math.max(edge[side], its[side]);
      for (const side of ["right", "bottom"]) edge[side] = Math.min(edge[side], its[side]);
    }
    return edge;
  };

  const seen = one => {
    if (!one.checkVisibility({opacityProperty: true, visibilityProperty: true})) return false;
    if (one.closest("[inert], option, select, script, style, title, desc") || (asking && !asking.contains(one)))
      return false;
    for (let up = one; up && up !== document.body; up = up.parentElement) {
      if (hides(styled(up)) && box(up).width <= LEAST) return false; // for screen readers only
    }
    return true;
  };

  /** A key, and what has an edge or a ground of its own. */
  const isBox = one => {
    const its = styled(one);
    if (["inline", "contents"].includes(its.display)) return false;
    const edge = side => parseFloat(its[`border${side}Width`]) > 0 && !clear(its[`border${side}Color`]);
    return (
      one.matches("button, a.act, td, th, li") ||
      ["Top", "Right", "Bottom", "Left"].every(edge) ||
      !clear(its.backgroundColor)
    );
  };

  const faults = new Set();
  const tell = (kind, text, one) => faults.add(`${kind}: ${said(text.node.data)} in ${named(one)}`);

  /** Where a text's lines are drawn, without their air. */
  const texts = [],
    walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode,
      one = node.parentElement;
    if (!node.data.trim() || !seen(one)) continue;
    const range = new Range();
    range.selectNodeContents(node);
    for (const {left, right, top, bottom, width, height} of range.getClientRects()) {
      if (width > 1 && height > 1)
        texts.push({node, one, left, right, top: top + height * AIR, bottom: bottom - height * AIR});
    }
  }

  /** Go up from a text to all that it stands in; what is cut is drawn nowhere else, what rolls may go on below. */
  const climb = text => {
    for (
      let up = text.one, far = false;
      up && up !== document.documentElement;
      up = far ? up.offsetParent : up.parentElement
    ) {
      const its = styled(up),
        edge = box(up),
        small = edge.width < STROKE.width || edge.height < STROKE.height;
      far = its.position === "absolute";
      if (!edge.width && ["inline", "contents"].includes(its.display)) continue;
      if (!edge.width) return;
      const scrolls = rolls(its) && up !== document.body && up.scrollHeight > up.clientHeight + 1;
      if (scrolls) text.rolls = true;
      if (up !== document.body && !small && (hides(its) || isBox(up)) && !within(text, edge)) {
        if (!rolls(its) || !beside(text, edge)) tell(hides(its) ? "cut" : "leaves its box", text, up);
        text.cut = hides(its);
        return;
      }
      const dots = its.textOverflow === "ellipsis" && up.scrollWidth > up.clientWidth + 1;
      const clamped = its.webkitLineClamp !== "none" && up.scrollHeight > up.clientHeight + 2;
      if (hides(its) && (dots || clamped)) {
        tell("cut", text, up);
        text.cut = true;
      }
      if (text.cut || scrolls || its.position === "fixed") return;
    }
  };
  for (const text of texts) {
    climb(text);
    if (text.cut) continue;
    if (text.left < -LEAST || text.right > innerWidth + LEAST) tell("beside the screen", text, text.one);
    else if (pageRolls || text.rolls) continue;
    else if (text.top < -LEAST || text.bottom > innerHeight + LEAST) tell("above or below the screen", text, text.one);
  }

  /** Each pair of texts; each text and what stands beside it as a thing of its own; what is painted over a text. */
  const drawn = texts.filter(({cut}) => !cut).sort((a, b) => a.top - b.top);
  drawn.forEach((a, n) => {
    for (let m = n + 1; m < drawn.length && drawn[m].top < a.bottom; m += 1) {
      const b = drawn[m];
      if (a.node !== b.node && crosses(a, b)) tell(`${said(a.node.data)} crosses`, b, b.one);
    }
  });
  for (const thing of document.querySelectorAll(THINGS)) {
    if (!seen(thing) || thing.parentElement.closest("svg")) continue;
    const edge = shownOf(thing),
      its = styled(thing);
    if (edge.right <= edge.left || edge.bottom <= edge.top || its.opacity === "0" || its.position === "absolute")
      continue;
    for (const text of drawn)
      if (!thing.contains(text.one) && crosses(text, edge)) tell(`runs under ${named(thing)}`, text, text.one);
  }
  const paints = one => {
    const its = styled(one);
    return (
      its.opacity !== "0" &&
      (!clear(its.backgroundColor) || its.backgroundImage !== "none" || one.matches("svg *, img, canvas"))
    );
  };
  for (const text of drawn) {
    if (styled(text.one).pointerEvents === "none") continue;
    for (const part of [0.1, 0.5, 0.9]) {
      const hit = document.elementFromPoint(text.left + (text.right - text.left) * part, (text.top + text.bottom) / 2);
      if (!hit || hit.contains(text.one) || text.one.contains(hit)) continue;
      if (paints(hit)) tell(`lies under ${named(hit)}`, text, text.one);
    }
  }
  return [...faults];
};
