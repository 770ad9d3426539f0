"use strict";
/* The signature pad: draws on a canvas by pen, finger or mouse and writes a PNG into the hidden field of the same form. */
(() => {
  const INK = "#14251c";
  const prepare = (pad) => {
    const canvas = pad.querySelector("canvas");
    const field = pad.querySelector("input[type=hidden]");
    const status = pad.querySelector("[data-signature-status]");
    const pen = canvas.getContext("2d");
    let drawing = false, last = null, strokes = 0;

    const fit = () => {
      const ratio = Math.min(window.devicePixelRatio || 1, 2), box = canvas.getBoundingClientRect();
      if (!box.width || strokes) return;
      canvas.width = Math.round(box.width * ratio);
      canvas.height = Math.round(box.height * ratio);
      pen.scale(ratio, ratio);
      Object.assign(pen, { lineWidth: 2.4, lineCap: "round", lineJoin: "round", strokeStyle: INK, fillStyle: INK });
    };
    const at = (event) => { const box = canvas.getBoundingClientRect(); return { x: event.clientX - box.x, y: event.clientY - box.y }; };
    const dot = (point) => { pen.beginPath(); pen.arc(point.x, point.y, 1.2, 0, 7); pen.fill(); };
    const line = (from, to) => {
      pen.beginPath(); pen.moveTo(from.x, from.y);
      pen.quadraticCurveTo(from.x, from.y, (from.x + to.x) / 2, (from.y + to.y) / 2);
      pen.lineTo(to.x, to.y); pen.stroke();
    };
    const keep = () => { field.value = strokes ? canvas.toDataURL("image/png") : ""; status.textContent = strokes ? status.dataset.signed : status.dataset.empty; };

    canvas.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      fit(); canvas.setPointerCapture(event.pointerId);
      drawing = true; strokes += 1; last = at(event); dot(last); event.preventDefault();
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!drawing) return;
      const points = event.getCoalescedEvents ? event.getCoalescedEvents() : [event];
      (points.length ? points : [event]).forEach((one) => { const next = at(one); line(last, next); last = next; });
    });
    const end = () => { if (drawing) { drawing = false; keep(); } };
    ["pointerup", "pointercancel", "lostpointercapture"].forEach((type) => canvas.addEventListener(type, end));
    pad.querySelector("[data-signature-clear]").addEventListener("click", () => {
      pen.save(); pen.setTransform(1, 0, 0, 1, 0, 0); pen.clearRect(0, 0, canvas.width, canvas.height); pen.restore();
      strokes = 0; fit(); keep();
    });
    window.addEventListener("resize", fit);
    fit(); keep();
  };
  const start = (root) => root.querySelectorAll("[data-signature]:not([data-ready])").forEach((pad) => { pad.dataset.ready = "yes"; prepare(pad); });
  start(document);
  document.addEventListener("htmx:load", (event) => start(event.target.parentElement || document));
})();
