/** How to try the demo, in three steps, and who can sign in. */
import {html} from "/vendor/lit-html.js";
import {t} from "/static/words.js";
import {kioskPage} from "./places.js";

/**
 * @typedef {import("./types.js").Demo} Demo
 * @typedef {import("./types.js").SignIn} SignIn
 */

const SEAT = "3"; // the counter that the guide proposes

/** @param {string} href @param {string} title @param {unknown} how */
const step = (href, title, how) =>
  html`<li><a href=${href} target="_blank"><b>${title}</b><span>${how}</span></a></li>`;

/** @param {Demo} demo */
export const steps = demo => html`<ol class="steps">
  ${step(kioskPage(demo.kiosk_url), t("Take a number at the kiosk"), t("Touch a service. Your phone can follow the slip's address."))}
  ${step(`/counter/?hall=${demo.hall}&counter=${SEAT}`, t("Sit down at counter {code}", {code: SEAT}), html`${t("Sign in:")} <kbd>clerk${SEAT}</kbd> ${t("password")} <kbd>demo</kbd>`)}
  ${step(`/display/${demo.hall}`, t("Watch the hall display"), t("Press Space at the counter, and the number is called here."))}</ol>`;

/** @param {string} role */
function roleName(role) {
  switch (role) {
    case "clerk":
      return t("Clerk");
    case "reviewer":
      return t("Reviewer");
    case "supervisor":
      return t("Supervisor");
    case "manager":
      return t("Manager");
    case "admin":
      return t("Administrator");
    case "auditor":
      return t("Auditor");
    default:
      return t("Staff");
  }
}

/** Put those of one role together. @param {SignIn[]} people */
const byRole = people =>
  [...new Set(people.map(({role}) => role))].map(role => people.filter(person => person.role === role));

/** @param {SignIn[]} people */
export const signIns = people => html`<p>${t("Every password is")} <kbd>demo</kbd></p>
  <table class="people"><thead><tr><th scope="col">${t("User name")}</th><th scope="col">${t("Role")}</th><th scope="col">${t("Name")}</th></tr></thead>
  <tbody>${byRole(people).map(
    group => html`<tr><td><kbd>${group[0].username}</kbd>${group.length > 1 ? html`<span class="to">–</span><kbd>${group[group.length - 1].username}</kbd>` : ""}</td>
    <td>${roleName(group[0].role)}</td><td>${group.map(({name}) => html`<span>${name}</span> `)}</td></tr>`,
  )}</tbody></table>`;
