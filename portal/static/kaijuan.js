/* What makes the pages smoother.  Every page works without this file: nothing here is the only way to do a thing. */
(function () {
  "use strict";

  var root = document.documentElement;
  var focusedMark = -1;

  function all(selector) { return Array.prototype.slice.call(document.querySelectorAll(selector)); }

  function follow(selector) {
    var link = document.querySelector(selector);
    if (link) { link.click(); }
    return Boolean(link);
  }

  function stepThroughHits(step) {
    var links = all(".hits h3 a");
    if (!links.length) { return false; }
    var next = links.indexOf(document.activeElement) + step;
    links[Math.max(0, Math.min(links.length - 1, next))].focus();
    return true;
  }

  function nextMark() {
    var marks = all("main mark");
    if (!marks.length) { return false; }
    focusedMark = (focusedMark + 1) % marks.length;
    marks[focusedMark].tabIndex = -1;
    marks[focusedMark].focus();
    marks[focusedMark].scrollIntoView({ block: "center" });
    return true;
  }

  function toSearchField() {
    var field = document.querySelector("input[type=search]");
    if (!field) { return false; }
    field.focus();
    field.select();
    return true;
  }

  var keys = {
    "/": toSearchField,
    j: function () { return stepThroughHits(1); },
    k: function () { return stepThroughHits(-1); },
    "[": function () { return follow("a[rel=prev]"); },
    "]": function () { return follow("a[rel=next]"); },
    n: nextMark,
    "?": function () { return follow("a[data-keys-help]"); }
  };

  /* A key pressed while typing, or with a modifier, or after the reader switched keys off, is the browser's. */
  document.addEventListener("keydown", function (event) {
    if (root.dataset.keys === "off" || event.ctrlKey || event.metaKey || event.altKey) { return; }
    if (event.target.closest("input, textarea, select, [contenteditable]")) { return; }
    var act = keys[event.key];
    if (act && act()) { event.preventDefault(); }
  });

  function copied(button, said) {
    var label = button.textContent;
    button.textContent = said;
    announce(said);
    window.setTimeout(function () { button.textContent = label; }, 2000);
  }

  function copy(button) {
    var text = button.dataset.copy;
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(text).then(function () { copied(button, button.dataset.done); });
      return;
    }
    /* A plain http address on an intranet has no clipboard of its own. */
    var field = document.createElement("textarea");
    field.value = text;
    field.className = "visually-hidden";
    document.body.appendChild(field);
    field.select();
    if (document.execCommand("copy")) { copied(button, button.dataset.done); }
    field.remove();
    button.focus();
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest("button[data-copy], button[data-print]");
    if (!button) { return; }
    if (button.hasAttribute("data-print")) { window.print(); } else { copy(button); }
  });

  function announce(text) {
    var place = document.getElementById("announcement");
    if (place) { place.textContent = text; }
  }

  /* Facets lie open beside wide results and closed above narrow ones; without scripts they start open. */
  function fold() {
    all("details.narrow").forEach(function (details) { details.open = window.innerWidth >= 900; });
  }

  function wake() {
    all("[data-needs-script]").forEach(function (element) { element.hidden = false; });
    fold();
  }

  document.addEventListener("htmx:after:swap", function () {
    focusedMark = -1;
    wake();
    var count = document.querySelector(".tally .count");
    if (count) { announce(count.textContent.trim()); }
  });
  wake();
}());
