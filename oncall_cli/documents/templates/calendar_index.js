"use strict";
(function () {
  function each(selector, does) {
    Array.prototype.forEach.call(document.querySelectorAll(selector), does);
  }
  function show() {
    var now = Date.now();
    function begun(element) { return !element.dataset.from || Date.parse(element.dataset.from) <= now; }
    function over(element) { return !!element.dataset.until && Date.parse(element.dataset.until) <= now; }
    function is(element) { return begun(element) && !over(element); }
    each(".now > div", function (stretch) {
      var hides = !is(stretch);
      if (stretch.hidden !== hides) { stretch.hidden = hides; }
    });
    each("tbody tr", function (week) {
      week.hidden = over(week);
      week.className = is(week) ? "on" : "";
      week.querySelector(".here").hidden = !is(week);
    });
    each(".weeks", function (weeks) { weeks.hidden = !weeks.querySelector("tbody tr:not([hidden])"); });
  }
  show();
  setInterval(show, 20000);
  addEventListener("pageshow", show);
  document.addEventListener("visibilitychange", show);
})();
