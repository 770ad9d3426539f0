"use strict";
/* The end of a sign-in: announced and put off in time; and what was typed waits in this tab until its own writer is back. */
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const { sessionSeconds, csrf, reader, door } = document.body.dataset;
  const notice = document.getElementById("session-notice");
  const here = () => location.pathname + location.search;
  const MEMORY = "typed";

  /* What a person wrote in a form: no secrets, no files, nothing that we wrote there. */
  const SECRETS = ["hidden", "password", "file", "submit", "button", "reset"];
  const written = (form) => [...form.elements].filter((one) => one.name && one.type && !SECRETS.includes(one.type) && one.autocomplete !== "one-time-code");
  const choice = (one) => ["radio", "checkbox"].includes(one.type);
  const forms = () => all("form[method=post]");
  const keep = (form) => {
    const typed = written(form).map((one) => [one.name, one.value, choice(one) && one.checked]);
    if (reader && typed.length) sessionStorage.setItem(MEMORY, JSON.stringify({ reader, here: here(), place: forms().indexOf(form), typed }));
    else sessionStorage.removeItem(MEMORY);
  };
  const bring = (form, typed) => written(form).forEach((one, at) => {
    const same = ([name, value]) => name === one.name && (!choice(one) || value === one.value);
    const found = typed[at] && same(typed[at]) ? typed[at] : typed.find(same);
    if (!found || (choice(one) ? one.checked === found[2] : one.value === found[1])) return;
    if (choice(one)) one.checked = found[2]; else one.value = found[1];
    one.dispatchEvent(new Event("change", { bubbles: true }));
  });
  document.addEventListener("submit", (event) => { if (event.target.method === "post" && door === undefined) keep(event.target); });
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.successful && !detail.xhr.getResponseHeader("HX-Redirect")) sessionStorage.removeItem(MEMORY);
  });

  /* A door (sign-in, a code, an error page) is passed through; on the page itself the words come back, once. */
  const kept = JSON.parse(sessionStorage.getItem(MEMORY) || "null");
  if (kept && door !== undefined) sessionStorage.setItem(MEMORY, JSON.stringify({ ...kept, cut: true }));
  else if (kept) {
    sessionStorage.removeItem(MEMORY);
    const form = kept.cut && kept.reader === reader && kept.here === here() && forms()[kept.place];
    if (form) window.addEventListener("load", () => { bring(form, kept.typed); form.scrollIntoView({ block: "nearest" }); });
  }
  all("[data-back]").forEach((link) => { if (kept) { link.href = kept.here; link.hidden = false; } });

  /* Two minutes before the end a dialog offers to stay; after it, to sign in and find everything as it was. */
  if (!Number(sessionSeconds) || !notice) return;
  const [soon, over] = all("[data-soon], [data-over]", notice);
  const after = (seconds, act) => setTimeout(act, Math.min(Math.max(seconds, 1) * 1000, 2 ** 31 - 1));
  let waiting = [];
  const open = (ended) => {
    soon.hidden = ended; over.hidden = !ended;
    notice.setAttribute("aria-labelledby", ended ? "session-over-title" : "session-notice-title");
    notice.setAttribute("aria-describedby", ended ? "session-over-text" : "session-notice-text");
    if (!notice.open) notice.showModal();
    notice.querySelector(ended ? "[data-again]" : "[data-extend]").focus();
  };
  const start = () => {
    waiting.forEach(clearTimeout);
    waiting = [after(sessionSeconds - 120, () => open(false)), after(Number(sessionSeconds), () => open(true))];
  };
  notice.querySelector("[data-extend]").addEventListener("click", async (event) => {
    const answer = await fetch(event.currentTarget.dataset.extend, { method: "POST", headers: { "X-CSRFToken": csrf } }).catch(() => null);
    if (answer && answer.ok && !answer.redirected) { notice.close(); start(); } else open(true);
  });
  notice.querySelector("[data-again]").addEventListener("click", (event) => {
    const touched = forms().find((form) => written(form).some((one) => (choice(one) ? one.checked !== one.defaultChecked : one.value !== (one.defaultValue ?? one.value))));
    if (touched) keep(touched);
    event.currentTarget.href += `?next=${encodeURIComponent(here())}`;
  });
  start();
})();
