/** The kiosk's touch page. What it shows: step.js. What a touch does: kiosk.js. How it looks: render.js. */

import {openAgent} from "/pages/kiosk/page/agent.js";
import {mount} from "/pages/kiosk/page/kiosk.js";

mount(/** @type {HTMLElement} */ (document.getElementById("kiosk")), openAgent());
