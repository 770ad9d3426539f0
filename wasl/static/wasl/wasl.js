"use strict";
/* Behaviour by data- attributes. Each block is one behaviour; everything works without it as a plain link or form. */
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const on = (type, handler, options) => document.addEventListener(type, handler, options);
  const token = () => document.body.dataset.csrf || "";
  const say = (text) => { const live = document.getElementById("live"); if (live) live.textContent = text; };

  /* data-key="/": one key focuses the field or follows the link; data-keys-toggle switches all keys off and on (WCAG 2.1.4).
     A Latin layout is taken at its letter; on any other, Arabic first of all, the place of the key counts (event.code). */
  const places = { "/": "Slash", "?": "Slash" };
  const keysOff = () => localStorage.getItem("keys") === "off";
  const typing = "input:not([type=checkbox], [type=radio], [type=submit], [type=button]), select, textarea, [contenteditable]";
  const isKey = (event, key) => {
    if (/^[\x21-\x7e]$/.test(event.key)) return event.key.toLowerCase() === key;
    if (event.shiftKey !== (key === "?")) return false;
    return event.code === (places[key] || (/\d/.test(key) ? `Digit${key}` : `Key${key.toUpperCase()}`));
  };
  const isShown = (element) => element.getClientRects().length > 0 || element.closest("details.menu, .rail");
  on("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing || keysOff() || event.target.closest(typing)) return;
    const root = document.querySelector("dialog[open]") || document;
    const target = all("[data-key]", root).find((one) => isKey(event, one.dataset.key) && isShown(one));
    if (!target) { if (root === document) walk(event); return; }
    event.preventDefault();
    if (target.matches("input:not([type=radio], [type=checkbox]), textarea")) { target.focus(); target.select(); } else { if (target.matches("summary, input")) target.focus(); target.click(); }
  });

  /* J and K walk the rows of the page's list, X chooses the row one stands on; the arrows walk too while the focus is in a row. */
  const rows = () => all(".list tbody tr, main .results > li").filter((row) => row.querySelector("a"));
  const step = (row, by) => {
    const known = rows();
    const next = known[row ? known.indexOf(row) + by : 0];
    if (next) { next.querySelector("a").focus(); next.scrollIntoView({ block: "nearest" }); }
  };
  const walk = (event) => {
    const row = event.target.closest(".list tbody tr, .results > li");
    const box = row && row.querySelector("input[type=checkbox]");
    if (isKey(event, "j") || isKey(event, "k")) step(row, isKey(event, "j") ? 1 : -1);
    else if (isKey(event, "x") && box) box.click();
    else return;
    event.preventDefault();
  };
  on("keydown", (event) => {
    const row = ["ArrowDown", "ArrowUp"].includes(event.key) && event.target.matches("a, [type=checkbox]") && event.target.closest(".list tbody tr");
    if (row) { event.preventDefault(); step(row, event.key === "ArrowDown" ? 1 : -1); }
  });

  /* Ctrl and Enter send a form from any of its fields. */
  on("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    const form = event.target.form || document.querySelector("dialog[open] form, main form[data-once]");
    const sends = form ? [...form.elements].filter((one) => one.type === "submit" && isShown(one)) : [];
    const button = sends.find((one) => one.closest(".form-actions")) || sends[0];
    if (button) { event.preventDefault(); button.click(); }
  });
  on("click", (event) => {
    const toggle = event.target.closest("[data-keys-toggle]");
    if (!toggle) return;
    localStorage.setItem("keys", keysOff() ? "on" : "off");
    toggle.setAttribute("aria-pressed", String(!keysOff()));
  });
  all("[data-keys-toggle]").forEach((one) => one.setAttribute("aria-pressed", String(!keysOff())));

  /* input[data-results="id"]: Enter takes the one that was found or goes into the list, the arrows walk, Escape puts it away. */
  const hits = (list) => all(".results .strong", list);
  const take = (input, list) => {
    const found = hits(list);
    if (found.length === 1) { found[0].focus(); found[0].click(); } else if (found.length) found[0].focus();
    else if (input.form.matches("[role=search]")) input.form.submit();
    else { const fields = all("input:not([type=hidden]), textarea", input.form); fields[fields.indexOf(input) + 1]?.focus(); }
  };
  on("htmx:beforeRequest", (event) => {
    const list = event.target.matches("[data-results]") && document.getElementById(event.target.dataset.results);
    if (list) list.dataset.asked = event.target.value;
  });
  on("htmx:afterSettle", (event) => {
    const input = event.target.id && document.querySelector(`[data-results="${event.target.id}"]`);
    if (!input) return;
    event.target.dataset.shown = event.target.dataset.asked;
    if (input.dataset.enter === input.value) take(input, event.target);
    delete input.dataset.enter;
  });
  on("keydown", (event) => {
    const input = event.target.closest("[data-results]");
    const list = input ? document.getElementById(input.dataset.results) : event.target.closest(".found, .picks, #visitors");
    if (!list) return;
    const box = input || document.querySelector(`[data-results="${list.id}"]`);
    if (event.key === "Enter" && input && !event.ctrlKey && /\p{L}/u.test(input.value)) {
      event.preventDefault();
      if (list.dataset.shown === input.value) take(input, list); else input.dataset.enter = input.value;
    } else if (event.key === "Escape" && list.matches(".found")) { list.replaceChildren(); box.focus(); }
    else if (["ArrowDown", "ArrowUp"].includes(event.key)) {
      const found = hits(list);
      const next = found[found.indexOf(event.target.closest("li")?.querySelector(".strong")) + (event.key === "ArrowDown" ? 1 : -1)];
      if (next || !input) { event.preventDefault(); (next || box).focus(); }
    }
  });
  on("click", (event) => all(".found").forEach((one) => { if (!one.parentElement.contains(event.target)) one.replaceChildren(); }));

  /* form[data-once]: the second click does nothing; the button comes back when the page is shown again from memory. */
  const release = (form) => { delete form.dataset.sent; all("[aria-busy]", form).forEach((one) => one.removeAttribute("aria-busy")); };
  on("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-once]") || event.defaultPrevented || event.submitter?.formTarget) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
    all("[data-progress]", form).forEach((bar) => { bar.hidden = false; });
    setTimeout(() => release(form), 20000);
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) all("form[data-once]").forEach(release); });
  on("htmx:afterRequest", (event) => { if (event.target.matches && event.target.matches("form[data-once]")) release(event.target); });

  /* [data-wait="seconds"] on a button: it comes back when they have passed; without script the server says how many are left. */
  all("[data-wait]").forEach((button) => {
    const words = button.parentElement.querySelector("[data-waiting]");
    const until = performance.now() + 1000 * Number(button.dataset.wait);
    const tick = () => {
      const left = Math.ceil((until - performance.now()) / 1000);
      button.disabled = left > 0;
      if (words) { words.hidden = left <= 0; all("[data-seconds]", words).forEach((one) => { one.textContent = Math.max(left, 0); }); }
      if (left > 0) setTimeout(tick, 500);
    };
    tick();
  });

  /* Our server says what is wrong beside each field and in a summary; the browser's own bubbles speak another language. */
  const prepareForms = (root) => all("form[method=post]", root).forEach((form) => { form.noValidate = true; });

  /* [data-dialog="id"] opens a dialog, [data-close] or a click beside it closes it. */
  on("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    const dialog = opener && document.getElementById(opener.dataset.dialog);
    if (dialog) { event.preventDefault(); dialog.showModal(); return; }
    const box = event.target.closest("dialog");
    if (box && box.getAttribute("role") !== "alertdialog" && (event.target === box || event.target.closest("[data-close]"))) box.close();
  });

  /* What arrives in #quick-body is shown as a dialog, its first field focused; `wasl:done` closes it, the page says what was done. */
  const quick = document.getElementById("quick");
  const body = document.getElementById("quick-body");
  on("htmx:afterSettle", (event) => {
    if (event.target !== body || !body.querySelector("h2")) return;
    if (!quick.open) quick.showModal();
    (body.querySelector(".errors") || body.querySelector("[autofocus]") || body.querySelector(".field :is(input, select, textarea)"))?.focus();
  });
  /* Then the page is drawn anew where it stands, unless something was typed into it. */
  on("input", (event) => { if (event.target.closest("main form")) document.body.dataset.typed = "yes"; });
  on("wasl:done", async () => {
    const note = document.querySelector("#alerts > :last-child");
    quick.close(); body.replaceChildren();
    if (!document.body.dataset.typed) {
      await htmx.ajax("GET", location.pathname + location.search, { target: "#main", select: "#main", swap: "outerHTML" });
      document.getElementById("alerts").append(note);
    }
    say(note.textContent.trim());
  });

  /* [data-all] chooses every row of its table; a click with shift chooses the rows between. */
  let last = null;
  on("click", (event) => {
    const box = event.target;
    if (!box.matches("table.list input[type=checkbox]")) return;
    const boxes = all("tbody input[type=checkbox]", box.closest("table"));
    if (box.matches("[data-all]")) boxes.forEach((one) => { one.checked = box.checked; });
    else if (event.shiftKey && last && boxes.includes(last)) {
      const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
      boxes.slice(from, to + 1).forEach((one) => { one.checked = box.checked; });
    }
    last = box;
  });

  /* details.menu closes on Escape and on a click elsewhere. */
  on("click", (event) => all("details.menu[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; }));
  on("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
  });

  /* form[data-autosave]: every change is sent to the form's own address with autosave=1; [data-autosave-status] says how it went. */
  const waiting = new WeakMap();
  const save = async (form) => {
    const status = form.querySelector("[data-autosave-status]");
    const show = (key) => { if (status) status.textContent = status.dataset[key] || ""; };
    const body = new FormData(form);
    body.set("autosave", "1");
    all("input[type=file]", form).forEach((one) => body.delete(one.name));
    show("saving");
    try {
      const answer = await fetch(form.getAttribute("action") || location.href, { method: "POST", body, headers: { "X-CSRFToken": token(), "X-Autosave": "1" } });
      if (answer.status === 409) { if (status) status.textContent = await answer.text() || status.dataset.failed; return; }
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      const version = answer.headers.get("X-Version");
      if (version && form.elements.version) form.elements.version.value = version;
      show("saved");
    } catch { show("failed"); }
  };
  const later = (event) => {
    const form = event.target.form;
    if (!form || !form.matches("[data-autosave]") || form.dataset.sent) return;
    clearTimeout(waiting.get(form));
    waiting.set(form, setTimeout(() => { if (!form.dataset.sent) save(form); }, event.type === "input" ? 1500 : 400));
  };
  on("input", later); on("change", later);

  /* [data-print] prints the page. */
  on("click", (event) => { if (event.target.closest("[data-print]")) window.print(); });

  /* [data-upload]: names, sizes and a preview of what was chosen; too large is said at once. */
  const size = (bytes) => (bytes < 1048576 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1)} MB`);
  on("change", (event) => {
    const box = event.target.matches("input[type=file]") && event.target.closest("[data-upload]");
    if (!box) return;
    const chosen = box.querySelector("[data-upload-chosen]");
    const limit = Number(box.dataset.limit || 0);
    chosen.replaceChildren(...[...event.target.files].map((file) => {
      const figure = document.createElement("figure");
      if (file.type.startsWith("image/")) {
        const image = Object.assign(document.createElement("img"), { src: URL.createObjectURL(file), alt: "" });
        image.onerror = () => image.remove();
        figure.append(image);
      }
      const caption = document.createElement("figcaption");
      const large = limit && file.size > limit;
      caption.className = large ? "small text-stop" : "small muted";
      caption.textContent = `${file.name} · ${size(file.size)}${large ? ` · ${box.dataset.tooLarge}` : ""}`;
      figure.append(caption);
      return figure;
    }));
  });
  on("htmx:xhr:progress", (event) => {
    const bar = event.target.querySelector && event.target.querySelector("[data-progress]");
    if (bar && event.detail.lengthComputable) { bar.hidden = false; bar.max = event.detail.total; bar.value = event.detail.loaded; }
  });

  /* [data-when="field=one|two"]: shown only while the field of the same form holds one of the values. */
  const reveal = (root) => all("[data-when]", root).forEach((part) => {
    const [name, values] = part.dataset.when.split("=");
    const form = part.closest("form");
    if (form) part.hidden = !new FormData(form).getAll(name).some((value) => values.split("|").includes(value));
  });
  on("change", (event) => { if (event.target.form) reveal(event.target.form); });

  /* A list becomes cards on a phone; each cell then carries its column's name. */
  const label = (root) => all("table.list", root).forEach((table) => {
    const heads = all("thead th", table).map((head) => head.textContent.trim());
    all("tbody tr", table).forEach((row) => [...row.cells].forEach((cell, at) => {
      if (cell.dataset.label === undefined) cell.dataset.label = cell.colSpan > 1 ? "" : heads[at] || "";
    }));
  });

  /* A fragment that did not arrive is said, never silent: in the server's own sentence where it answered with one. */
  const sentence = (xhr) => (xhr?.getResponseHeader("Content-Type") || "").startsWith("text/plain") ? xhr.responseText : "";
  ["htmx:responseError", "htmx:sendError", "htmx:timeout"].forEach((type) => on(type, ({ detail }) => {
    const live = document.getElementById("live");
    if (live) { live.classList.remove("visually-hidden"); say(sentence(detail.xhr) || live.dataset.failed || ""); }
  }));

  const prepare = (root) => { prepareForms(root); all("[data-upload]", root).forEach((box) => box.classList.add("ready")); reveal(root); label(root); };
  prepare(document);
  const toErrors = (root) => { const errors = root.querySelector(".errors[tabindex]"); if (errors) errors.focus(); return errors; };
  on("htmx:load", (event) => { prepare(event.target.parentElement || document); if (event.target.matches("main")) toErrors(event.target); });
  /* An address that ends in #part puts the focus there: on the field itself, or on the first one of that part. */
  const part = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const fields = "input:not([type=hidden]), select, textarea";
  if (!toErrors(document) && part) (part.matches(fields) ? part : part.querySelector("[autofocus]") || part.querySelector(`:is(${fields})`))?.focus();
  const current = document.querySelector(".steps [aria-current], .tabs [aria-current]");
  if (current && current.parentElement.scrollWidth > current.parentElement.clientWidth) current.scrollIntoView({ inline: "center", block: "nearest" });
})();
