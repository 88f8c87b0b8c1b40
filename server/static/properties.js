/**
 * Custom properties for CSS out of a template: html`<p .style=${properties({low: 20})}>`. The property binding is what the content
 * security policy allows (it forbids the attribute): `element.style = "…"` goes to `style.cssText`. A static style attribute beside it is lost.
 * @param {{[name: string]: string | number}} values
 */
export function properties(values) {
  return Object.entries(values)
    .map(([name, value]) => `--${name}:${value}`)
    .join(";");
}
