/** Mount the kiosk's own page over an agent that is a list of what it was asked. Evaluated in the page by the tests. */
async ({view, printer}) => {
  const [{mount}, {fit}] = await Promise.all([
    import("/pages/kiosk/page/kiosk.js"),
    import("/pages/kiosk/page/fit.js"),
  ]);
  const now = new Date().toISOString(),
    state = {print: null, online: true};
  window.asked = [];
  window.spoken = [];
  let tell = () => {};
  const told = () =>
    tell({
      view,
      link: {online: state.online, since: now},
      printer,
      now: new Date().toISOString(),
      print: state.print,
      pairing: null,
      setup_url: "",
    });
  const ask =
    (what, answer) =>
    async (...given) => {
      window.asked.push([what, ...given]);
      return answer?.(...given);
    };
  window.tells = print => {
    state.print = print;
    told();
  };
  const taken = (id, {service, priority, party}) => ({
    id,
    secret: "s".repeat(22),
    ahead: 9,
    wait: {low: 720, likely: 1080, high: 1500},
    track_url: "http://hall.test/t/s",
    qr: null,
    ticket: {id: window.asked.length, number: `${service}001`, service, priority, party, issued_at: now},
  });
  const root = document.querySelector("#kiosk");
  fit(root);
  mount(root, {
    watch(hear) {
      tell = hear;
      told();
    },
    take: ask("take", taken),
    copy: ask("copy"),
    seen: ask("seen"),
    cancel: ask("cancel"),
    change: ask("change", (id, service) => {
      const changed = taken(id, {service, priority: false, party: 1});
      return {...changed, ticket: {...changed.ticket, number: "A001"}};
    }),
    opine: ask("opine", () => ({id: 1, answer_by: null, wants_answer: false})),
  });
};
