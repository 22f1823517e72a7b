// The facilitator's phone: the same forms, sent without leaving the page, and a clock of this step.
(function () {
  'use strict';
  var part = document.getElementById('part');
  var news = document.getElementById('news');
  var trouble = document.getElementById('trouble');
  var since = Date.now();
  var polling = null;

  function now() { return part.querySelector('.now'); }

  function openOnes() {
    var open = [];
    var all = part.querySelectorAll('details');
    for (var i = 0; i < all.length; i++) { open.push(all[i].open); }
    return open;
  }

  function show(html) {
    var before = now().getAttribute('data-step');
    var open = openOnes();
    part.innerHTML = html;
    if (now().getAttribute('data-step') !== before) {
      since = Date.now();
      news.textContent = part.querySelector('.said').textContent;
      window.scrollTo(0, 0);
    } else {
      var all = part.querySelectorAll('details');
      for (var i = 0; i < all.length && i < open.length; i++) { all[i].open = open[i]; }
    }
    tick();
  }

  function tick() {
    var clock = document.getElementById('clock');
    var seconds = Math.floor((Date.now() - since) / 1000);
    var rest = seconds % 60;
    if (clock) { clock.textContent = Math.floor(seconds / 60) + ':' + (rest < 10 ? '0' : '') + rest; }
  }

  function request(method, path, body, done) {
    var asked = new XMLHttpRequest();
    asked.open(method, path);
    asked.timeout = 10000;
    if (body) { asked.setRequestHeader('Content-Type', 'application/json'); }
    asked.onload = function () { done(asked); };
    asked.onerror = asked.ontimeout = function () { done(null); };
    asked.send(body || null);
  }

  function look() {
    request('GET', '/remote/part', null, function (asked) {
      if (asked && asked.status === 200) { show(asked.responseText); }
    });
  }

  function listen() {
    if (!window.EventSource) { polling = polling || setInterval(look, 2000); return; }
    var stream = new EventSource('/remote/live');
    stream.addEventListener('part', function (event) {
      if (polling) { clearInterval(polling); polling = null; }
      show(event.data);
    });
    stream.onerror = function () {
      polling = polling || setInterval(look, 2000);
      if (stream.readyState === 2) { setTimeout(listen, 4000); }
    };
  }

  part.addEventListener('click', function (event) {
    var button = event.target;
    while (button && button !== part && button.tagName !== 'BUTTON') { button = button.parentNode; }
    if (!button || button.tagName !== 'BUTTON' || !button.form) { return; }
    event.preventDefault();
    var sent = {};
    var fields = button.form.querySelectorAll('input');
    for (var i = 0; i < fields.length; i++) { sent[fields[i].name] = fields[i].value; }
    if (button.name) { sent[button.name] = button.value; }
    request('POST', button.form.getAttribute('action'), JSON.stringify(sent), function (asked) {
      var failed = !asked || asked.status !== 200;
      trouble.textContent = !asked ? 'The laptop did not answer. Try again, or use its keys.' :
        failed ? JSON.parse(asked.responseText).error : '';
      trouble.hidden = !failed;
      if (!failed) { look(); }
    });
  });
  setInterval(tick, 1000);
  tick();
  listen();
}());
