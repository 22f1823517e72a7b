// Plain script for old phones too: what is on the wall, live; without it the page is a plain form.
(function () {
  'use strict';
  var part = document.getElementById('part');
  var news = document.getElementById('news');
  var trouble = document.getElementById('trouble');
  var mine = {};
  var polling = null;

  function now() { return part.querySelector('.now'); }

  function remember() {
    var pressed = part.querySelector('button[aria-pressed="true"]');
    if (pressed) { mine[now().getAttribute('data-vote')] = pressed.value; }
  }

  function mark() {
    var choice = mine[now().getAttribute('data-vote')];
    var buttons = part.querySelectorAll('.vote button');
    for (var i = 0; i < buttons.length; i++) {
      buttons[i].setAttribute('aria-pressed', buttons[i].value === choice ? 'true' : 'false');
    }
  }

  function say(sentence) {
    trouble.textContent = sentence;
    trouble.hidden = !sentence;
  }

  function show(html) {
    var before = now().getAttribute('data-step') + now().getAttribute('data-vote');
    part.innerHTML = html;
    mark();
    if (now().getAttribute('data-step') + now().getAttribute('data-vote') !== before) {
      news.textContent = part.querySelector('.said').textContent;
      say('');
      window.scrollTo(0, 0);
    }
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

  function vote(number, choice, tries) {
    var body = JSON.stringify({ round: number, choice: choice });
    request('POST', '/vote', body, function (asked) {
      if (asked && asked.status === 200) {
        mine[number] = choice;
        mark();
        say('');
        news.textContent = 'Your vote is in.';
      } else if (asked && asked.status < 500) {
        look(JSON.parse(asked.responseText).error);
      } else if (tries < 6) {
        say('Not sent yet. Trying again.');
        setTimeout(function () { vote(number, choice, tries + 1); },
          500 * Math.pow(2, tries) * (0.5 + Math.random()));
      } else {
        say('Your vote did not get through. Hold your card to your chest instead.');
      }
    });
  }

  function look(sentence) {
    if (sentence) { say(sentence); }
    request('GET', '/part', null, function (asked) {
      if (!asked) { return; }
      if (asked.status === 200) { show(asked.responseText); remember(); mark(); }
      if (asked.status === 200 && sentence) { say(sentence); }
      if (asked.status === 401) { location.href = '/'; }
    });
  }

  function poll() {
    if (polling) { return; }
    polling = setInterval(look, 2500 + Math.random() * 1500);
  }

  function listen() {
    if (!window.EventSource) { poll(); return; }
    var heard = false;
    var stream = new EventSource('/live');
    stream.addEventListener('part', function (event) {
      heard = true;
      if (polling) { clearInterval(polling); polling = null; }
      show(event.data);
    });
    stream.onerror = function () {
      if (stream.readyState === 2) {
        poll();
        setTimeout(listen, 5000 + Math.random() * 5000);
      } else if (!heard) { poll(); }
    };
    setTimeout(function () { if (!heard) { poll(); } }, 4000);
  }

  part.addEventListener('click', function (event) {
    var button = event.target;
    while (button && button !== part && button.tagName !== 'BUTTON') { button = button.parentNode; }
    if (!button || button.tagName !== 'BUTTON') { return; }
    event.preventDefault();
    vote(now().getAttribute('data-vote'), button.value, 0);
  });
  document.addEventListener('visibilitychange', function () { if (!document.hidden) { look(); } });
  remember();
  listen();
}());
