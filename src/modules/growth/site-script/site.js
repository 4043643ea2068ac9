// Counts visits and clicks of a web site for its owner. Before the visitor agrees it keeps nothing in the browser, and
// with data-consent="ask" (the default) it sends nothing either. A browser that asks not to be followed is left alone.
//
//   <script async src="https://…/site.js" data-site="CODE"></script>
//   qunluo.consent(true | false)        what the visitor chose; kept for the next pages
//   qunluo.identify(id, signature)      who the site knows the visitor to be, signed by its server
//   <button data-qunluo-click="buy">    counts clicks by this name; links to other hosts count by themselves
(() => {
  'use strict';
  const script = document.currentScript;
  const code = script?.dataset.site;
  if (!code || navigator.globalPrivacyControl) return;
  const address = `${new URL(script.src).origin}/t/hits`;
  const anonymous = script.dataset.consent === 'anonymous';
  const CHOICE = 'qunluo.consent';
  const VISITOR = 'qunluo.visitor';
  const GATHER_MS = 300;
  let waiting = [];
  let user;
  let timer;
  let lastPage;

  const kept = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const keep = (key, value) => {
    try {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, value);
    } catch {
      // A browser that keeps nothing has one visitor a page.
    }
  };
  const randomId = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  };
  let agreed = kept(CHOICE) === 'yes';
  const refused = () => kept(CHOICE) === 'no';
  let visitor = kept(VISITOR);

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0 || !(agreed || (anonymous && !refused()))) return;
    const now = Date.now();
    while (waiting.length > 0) {
      const hits = waiting.splice(0, 20).map(({ at, ...hit }) => ({ ...hit, ago: Math.max(0, now - at) }));
      const body = JSON.stringify({ site: code, hits, ...(agreed && { visitor, user }) });
      // As plain text no browser asks the server for leave first.
      const sent = navigator.sendBeacon?.(address, new Blob([body], { type: 'text/plain' }));
      if (!sent)
        fetch(address, { method: 'POST', mode: 'no-cors', credentials: 'omit', keepalive: true, body }).catch(() => {});
    }
  };
  const add = (kind, name = '', referrer = '') => {
    waiting.push({ id: randomId(), kind, name, referrer, page: location.href, at: Date.now() });
    if (waiting.length > 50) waiting.shift();
    timer ??= setTimeout(flush, GATHER_MS);
  };
  const visit = () => {
    const page = location.origin + location.pathname;
    if (page === lastPage) return;
    add('visit', '', lastPage ?? document.referrer);
    lastPage = page;
  };

  window.qunluo = {
    consent(yes) {
      agreed = yes === true;
      keep(CHOICE, agreed ? 'yes' : 'no');
      if (agreed) {
        visitor ??= randomId();
        keep(VISITOR, visitor);
        flush();
      } else {
        waiting = [];
        visitor = null;
        user = undefined;
        keep(VISITOR, null);
      }
    },
    identify(id, signature) {
      user = { id: String(id), signature: String(signature) };
    },
  };

  if (agreed && !visitor) keep(VISITOR, (visitor = randomId()));
  for (const method of ['pushState', 'replaceState']) {
    const original = history[method];
    history[method] = function (...args) {
      const result = original.apply(this, args);
      visit();
      return result;
    };
  }
  addEventListener('popstate', visit);
  addEventListener('pagehide', flush);
  addEventListener(
    'click',
    (event) => {
      const element = event.target instanceof Element ? event.target.closest('[data-qunluo-click], a[href]') : null;
      if (!element) return;
      const named = element.getAttribute('data-qunluo-click');
      const outside =
        element instanceof HTMLAnchorElement && /^https?:$/.test(element.protocol) && element.host !== location.host;
      if (named !== null || outside) add('click', (named ?? element.host + element.pathname).slice(0, 200));
    },
    true,
  );
  visit();
})();
