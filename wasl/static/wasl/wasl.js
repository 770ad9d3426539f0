"use strict";
/* Behaviour by data- attributes. Each block is one behaviour; everything works without it as a plain link or form. */
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const on = (type, handler, options) => document.addEventListener(type, handler, options);
  const token = () => document.body.dataset.csrf || "";
  const say = (text) => { const live = document.getElementById("live"); if (live) live.textContent = text; };

  /* data-key="/": one key focuses the field or follows the link; data-keys-toggle switches all keys off and on (WCAG 2.1.4). */
  const codes = { "/": "Slash" };
  const keysOff = () => localStorage.getItem("keys") === "off";
  on("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || keysOff() || event.target.closest("input, select, textarea, dialog, [contenteditable]")) return;
    const target = all("[data-key]").find((one) => one.dataset.key === event.key.toLowerCase() || (codes[one.dataset.key] || `Key${one.dataset.key.toUpperCase()}`) === event.code);
    if (!target) return;
    event.preventDefault();
    if (target.matches("input, textarea")) { target.focus(); target.select(); } else target.click();
  });
  on("click", (event) => {
    const toggle = event.target.closest("[data-keys-toggle]");
    if (!toggle) return;
    localStorage.setItem("keys", keysOff() ? "on" : "off");
    toggle.setAttribute("aria-pressed", String(!keysOff()));
  });
  all("[data-keys-toggle]").forEach((one) => one.setAttribute("aria-pressed", String(!keysOff())));

  /* Arrow keys walk from row to row of a list while the focus is on a link in it. */
  on("keydown", (event) => {
    const row = event.target.closest(".list tbody tr");
    if (!row || !event.target.matches("a") || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
    const next = event.key === "ArrowDown" ? row.nextElementSibling : row.previousElementSibling;
    const link = next && next.querySelector("a");
    if (link) { event.preventDefault(); link.focus(); }
  });

  /* input[data-results="id"]: arrow down goes into what was found there, arrows walk, Enter opens, Escape puts it away. */
  on("keydown", (event) => {
    const box = event.target.matches("[data-results]") && document.getElementById(event.target.dataset.results);
    const list = box || event.target.closest(".found, #visitors");
    if (!list || !["ArrowDown", "ArrowUp", "Escape"].includes(event.key)) return;
    const input = document.querySelector(`[data-results="${list.id}"]`);
    if (event.key === "Escape") { if (list.matches(".found")) { list.replaceChildren(); input.focus(); } return; }
    const links = all(".results .strong", list);
    const next = links[links.indexOf(event.target.closest("li")?.querySelector(".strong")) + (event.key === "ArrowDown" ? 1 : -1)];
    if (next || !box) { event.preventDefault(); (next || input).focus(); }
  });
  on("click", (event) => all(".found").forEach((one) => { if (!one.parentElement.contains(event.target)) one.replaceChildren(); }));

  /* form[data-once]: the second click does nothing; the button comes back when the page is shown again from memory. */
  const release = (form) => { delete form.dataset.sent; all("[aria-busy]", form).forEach((one) => one.removeAttribute("aria-busy")); };
  on("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-once]") || event.defaultPrevented) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
    all("[data-progress]", form).forEach((bar) => { bar.hidden = false; });
    setTimeout(() => release(form), 20000);
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) all("form[data-once]").forEach(release); });
  on("htmx:afterRequest", (event) => { if (event.target.matches && event.target.matches("form[data-once]")) release(event.target); });

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

  /* What arrives in #quick-body is shown as a dialog, its first field focused; `wasl:done` closes it and says what was done. */
  const quick = document.getElementById("quick");
  on("htmx:afterSwap", (event) => {
    if (!quick || event.target.id !== "quick-body") return;
    if (!quick.open) quick.showModal();
    const first = quick.querySelector(".errors, [autofocus], .field :is(input, select, textarea)");
    if (first) first.focus();
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

  /* body[data-session-seconds]: two minutes before the session ends a dialog offers to stay. */
  const seconds = Number(document.body.dataset.sessionSeconds || 0);
  const notice = document.getElementById("session-notice");
  if (seconds && notice) {
    let timer;
    const start = () => { clearTimeout(timer); timer = setTimeout(() => notice.showModal(), Math.min(Math.max(seconds - 120, 1) * 1000, 2 ** 31 - 1)); };
    notice.querySelector("[data-extend]").addEventListener("click", async (event) => {
      const answer = await fetch(event.currentTarget.dataset.extend, { method: "POST", headers: { "X-CSRFToken": token() } }).catch(() => null);
      if (answer && answer.ok && !answer.redirected) { notice.close(); start(); } else location.reload();
    });
    start();
  }

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
        image.onload = () => URL.revokeObjectURL(image.src);
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

  /* A fragment that did not arrive is said, never silent. */
  ["htmx:responseError", "htmx:sendError", "htmx:timeout"].forEach((type) => on(type, () => {
    const live = document.getElementById("live");
    if (live) { live.classList.remove("visually-hidden"); say(live.dataset.failed || ""); }
  }));

  const prepare = (root) => { prepareForms(root); all("[data-upload]", root).forEach((box) => box.classList.add("ready")); reveal(root); label(root); };
  prepare(document);
  on("htmx:load", (event) => prepare(event.target.parentElement || document));
  const errors = document.querySelector(".errors[tabindex]");
  if (errors) errors.focus();
  const current = document.querySelector(".steps [aria-current], .tabs [aria-current]");
  if (current && current.parentElement.scrollWidth > current.parentElement.clientWidth) current.scrollIntoView({ inline: "center", block: "nearest" });
})();
