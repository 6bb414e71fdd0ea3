// Warns before the session ends, and lets the person stay (WCAG 2.2.1). Everything works without it.
// What counts is what the server says: another tab may have kept the session alive, or ended it.
(() => {
  "use strict";
  const settings = document.getElementById("session-end");
  if (!settings || !("showModal" in HTMLDialogElement.prototype)) return;

  const dialogs = ["soon", "over", "ended"].map((name) => document.getElementById(`session-${name}`));
  const [soon, over, ended] = dialogs;
  const failed = document.getElementById("session-failed");
  const warning = Number(settings.dataset.warning);
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("fullmakt-session") : null;
  // When the session ends and when to look, by this machine's clock: it goes on while the machine sleeps.
  let endsAt, lookAt, timer;
  // A dialog that was closed is not opened again for the same reason.
  let told = null;

  function expect(left) {
    endsAt = Date.now() + left * 1000;
    lookAt = endsAt - warning * 1000;
    wait();
  }

  function wait() {
    clearTimeout(timer);
    // Timers of many days overflow, and long ones are late after sleep.
    timer = setTimeout(look, Math.min(Math.max(lookAt - Date.now(), 250), 3600000));
  }

  async function ask(method) {
    const answer = await fetch(settings.dataset.address, { method, cache: "no-store", headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }

  async function look() {
    if (Date.now() < lookAt) return wait();
    try {
      show(await ask("GET"));
    } catch {
      lookAt = Date.now() + 30000;
      wait();
    }
  }

  function show({ left, most }) {
    endsAt = Date.now() + left * 1000;
    if (left > warning) {
      told = null;
      open(null);
      return expect(left);
    }
    if (left <= 0) {
      open(ended);
      // Somebody may log in again in another tab.
      lookAt = Date.now() + 60000;
      return wait();
    }
    open(left >= most ? over : soon);
    count();
    // Again when the words change, and at the end.
    lookAt = Date.now() + Math.min(left, ((left - 1) % 60) + 1) * 1000;
    wait();
  }

  function open(dialog) {
    for (const other of dialogs) if (other !== dialog && other.open) other.close();
    if (!dialog || dialog.open || told === dialog) return;
    told = dialog;
    failed.textContent = "";
    count();
    dialog.showModal();
  }

  function count() {
    const minutes = Math.round((endsAt - Date.now()) / 60000);
    const words = minutes > 1 ? settings.dataset.minutes.replace("%count%", minutes)
      : minutes === 1 ? settings.dataset.oneMinute : settings.dataset.less;
    for (const dialog of [soon, over]) {
      const text = dialog.querySelector("[data-text]");
      const said = text.dataset.text.replace("%time%", words);
      if (text.textContent !== said) text.textContent = said;
    }
  }

  document.getElementById("session-stay").addEventListener("click", async () => {
    try {
      const answer = await ask("POST");
      show(answer);
      tabs?.postMessage("changed");
    } catch {
      failed.textContent = failed.dataset.text;
    }
  });
  for (const button of document.querySelectorAll(".session-dialog [data-close]")) {
    button.addEventListener("click", () => button.closest("dialog").close());
  }
  const lookNow = () => { lookAt = Date.now(); look(); };
  // A dialog is open, or would be: the person comes back from the tab with the login, or wakes the machine.
  const comeBack = () => { if (Date.now() >= endsAt - warning * 1000) lookNow(); };
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") comeBack(); });
  window.addEventListener("focus", comeBack);
  // The page was kept while the person was elsewhere.
  window.addEventListener("pageshow", (event) => { if (event.persisted) lookNow(); });
  tabs?.addEventListener("message", comeBack);

  expect(Number(settings.dataset.left));
  // A page that has just been shown may be the one after a login in this tab: others look too.
  tabs?.postMessage("changed");
})();
