/** The kiosk's touch page. What it shows: step.js. What a touch does: kiosk.js. How it looks: render.js. */

import {openAgent} from "/pages/kiosk/page/agent.js";
import {fit} from "/pages/kiosk/page/fit.js";
import {mount} from "/pages/kiosk/page/kiosk.js";

const root = /** @type {HTMLElement} */ (document.getElementById("kiosk"));
fit(root);
mount(root, openAgent());
