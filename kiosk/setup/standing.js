/** How things stand: the server, the hall, the printer as it was last seen, and where a slip's QR code leads. */

import {html} from "/vendor/lit-html.js";
import {turnedAway} from "/pages/kiosk/page/message.js";
import {pick, t, tn} from "/static/words.js";

/** @param {import("./types.js").View} view */
export function standing({present, told}) {
  return html`<section><h2>${t("How things stand")}</h2><dl class="facts">
    <div><dt>${t("Server")}</dt><dd><b class="num">${present?.server}</b> ${link(told)}</dd></div>
    <div><dt>${t("Hall")}</dt><dd>${hall(present, told)}</dd></div>
    <div><dt>${t("Printer")}</dt><dd>${printer(told)}</dd></div>
    <div><dt>${t("QR code of a slip")}</dt><dd>${track(present)}</dd></div>
    <div><dt>${t("Data folder")}</dt><dd class="num">${present?.data}</dd></div>
  </dl></section>`;
}

/** @param {string} mood @param {string} words */
const state = (mood, words) => html`<span class="state ${mood}">${words}</span>`;

/** @param {import("./types.js").View["told"]} told */
function link(told) {
  if (!told) return state("danger", t("The agent does not answer"));
  if (told.link.online) return state("calm", t("connected"));
  if (told.reached) return state("calm", t("reached"));
  if (told.alone) return own(told);
  return state("danger", t("not reached since {time}", {time: new Date(told.link.since).toLocaleTimeString("en-GB")}));
}

/** A machine that is cut off: what it can still give, and what the server has not got yet. @param {import("/pages/kiosk/page/agent.js").Told} told */
function own({link, alone}) {
  const time = new Date(link.since).toLocaleTimeString("en-GB"),
    left = Object.entries(alone?.left ?? {}).map(([code, n]) => `${code} ${n}`);
  return html`${state("danger", t("not reached since {time}", {time}))}
    <p>${left.length ? t("Numbers that it can still give by itself: {numbers}", {numbers: left.join(" · ")}) : t("It has no numbers of its own for today.")}</p>
    ${alone?.unsent ? html`<p>${tn("{n} entry is handed in once the server is reached.", "{n} entries are handed in once the server is reached.", alone.unsent)}</p>` : ""}`;
}

/** @param {import("./types.js").View["present"]} present @param {import("./types.js").View["told"]} told */
function hall(present, told) {
  if (told?.pairing)
    return html`${t("Waits to be let in. A supervisor enters this code:")} <b class="code">${told.pairing.code}</b>`;
  if (told?.refusal)
    return html`${state("danger", t("not let in"))} ${turnedAway(told.refusal.code, told.refusal.hall ?? "") ?? told.refusal.detail}`;
  return present?.hall ? html`<b>${pick(present.hall.name)}</b>` : t("not known yet");
}

/** @param {import("./types.js").View["told"]} told */
function printer(told) {
  if (!told) return state("danger", t("The agent does not answer"));
  if (told.printer.kind === "none") return state("watch", t("none: slips are shown on the page"));
  /** @type {{[state: string]: [string, string]}} */
  const says = {
    ready: ["calm", t("Ready, with paper")],
    paper_out: ["danger", t("The printer is out of paper")],
    off: ["danger", t("The printer is off, or not at this address")],
  };
  return state(...(says[told.printer.state] ?? ["watch", t("not heard from yet")]));
}

/** @param {import("./types.js").View["present"]} present */
function track(present) {
  if (!present?.track) return t("not known yet");
  if (present.track.reachable) return html`<b class="num">${present.track.base}</b>`;
  return html`<div class="warn"><p>${state("watch", t("No phone can reach {address}", {address: present.track.base}))}</p>
    <p>${t("Phones follow their line at this address. Set FLOOR_PUBLIC_URL where the server runs, to its address in the hall's network, and start it again:")}</p>
    <code>FLOOR_PUBLIC_URL=http://192.168.1.20:8000 make run</code></div>`;
}
