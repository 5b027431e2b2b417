// Parley's web chat on any site: a button, and behind it the chat's own page in a frame. Site and chat cannot touch each other.
(() => {
  const setup = '{{setup}}';
  const path = `${setup.base}/embed.js`;
  const tag = document.currentScript ?? document.querySelector(`script[src*="${path}"]`);
  const address = new URL(tag.src);
  // Whatever path the installation is reached below, the page is beside this script.
  const page = `${address.origin}${address.pathname.replace(/\/embed\.js$/, '')}`;
  const mark = `parleyWebchat:${setup.base}`;
  if (window[mark]) return;
  window[mark] = true;

  const readyWithinMs = 20_000;
  const { title, accent, onAccent, side } = setup.look;
  const { words } = setup;
  const plural = new Intl.PluralRules(setup.language);
  const narrow = matchMedia('(max-width: 30rem)');

  /** Not subject to the site's own policy for styles, and out of reach of its style sheets. */
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host { all: initial; }
    [hidden] { display: none !important; }
    * { box-sizing: border-box; }
    .launcher {
      position: fixed; bottom: calc(1.25rem + env(safe-area-inset-bottom)); ${side}: 1.25rem; z-index: 2147483001;
      display: grid; place-items: center; width: 3.5rem; height: 3.5rem; padding: 0;
      border: 1px solid color-mix(in srgb, ${onAccent} 30%, transparent); border-radius: 50%;
      background: ${accent}; color: ${onAccent}; box-shadow: 0 4px 14px rgb(0 0 0 / 28%);
      cursor: pointer; transition: transform 120ms;
    }
    .launcher:hover { transform: scale(1.05); }
    .launcher:focus-visible { outline: 3px solid ${accent}; outline-offset: 3px; box-shadow: 0 0 0 3px ${onAccent}; }
    .launcher svg { grid-area: 1 / 1; transition: opacity 120ms, transform 120ms; }
    .launcher[aria-expanded="true"] .bubble, .launcher[aria-expanded="false"] .down {
      opacity: 0; transform: rotate(-30deg) scale(0.6);
    }
    .badge {
      position: absolute; top: -0.25rem; ${side}: -0.25rem; min-width: 1.375rem; height: 1.375rem; padding: 0 0.375rem;
      border: 2px solid #fff; border-radius: 0.6875rem; background: #c3271b; color: #fff;
      font: 600 0.75rem / 1.125rem system-ui, sans-serif; text-align: center;
    }
    .frame {
      position: fixed; bottom: calc(5.5rem + env(safe-area-inset-bottom)); ${side}: 1.25rem; z-index: 2147483000;
      width: min(24rem, calc(100vw - 2.5rem)); height: min(40rem, calc(100dvh - 7rem));
      border: 0; border-radius: 1rem; background: Canvas; box-shadow: 0 10px 40px rgb(0 0 0 / 28%);
      color-scheme: light dark; transition: opacity 140ms, transform 140ms, visibility 140ms;
    }
    .frame.shut { visibility: hidden; opacity: 0; transform: translateY(0.75rem); pointer-events: none; }
    .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    @media (max-width: 30rem), (max-height: 26rem) {
      .frame { inset: 0; width: 100vw; height: 100dvh; border-radius: 0; }
      .frame:not(.shut) ~ .launcher { display: none; }
    }
    @media (prefers-reduced-motion: reduce) {
      .launcher, .launcher svg, .frame { transition: none; }
    }
    @media print { .launcher, .frame { display: none; } }
  `);

  const make = (tagName, attributes) => {
    const element = document.createElement(tagName);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };
  const drawing = (className, path) => {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    const line = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    const look = { viewBox: '0 0 24 24', width: '26', height: '26', fill: 'none', stroke: 'currentColor' };
    const strokes = { 'stroke-width': '1.8', 'stroke-linecap': 'round', 'stroke-linejoin': 'round' };
    const rest = { class: className, 'aria-hidden': 'true' };
    for (const [name, value] of Object.entries({ ...look, ...strokes, ...rest })) svg.setAttribute(name, value);
    line.setAttribute('d', path);
    svg.append(line);
    return svg;
  };

  const host = document.createElement('parley-webchat');
  const root = host.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [sheet];
  const frame = make('iframe', { class: 'frame shut', title, src: page });
  const launcher = make('button', {
    class: 'launcher',
    type: 'button',
    'aria-expanded': 'false',
    'aria-haspopup': 'dialog',
  });
  const badge = make('span', { class: 'badge', 'aria-hidden': 'true' });
  const news = make('span', { class: 'unseen', role: 'status' });
  launcher.append(drawing('bubble', 'M4 5.5h16v11h-9l-4.5 3.5v-3.5H4z'), drawing('down', 'M6 9.5l6 6 6-6'), badge);
  launcher.hidden = true;

  let isOpen = false;
  let unread = 0;

  function draw() {
    const told = words[`unread_${plural.select(unread)}`].replace('{count}', unread);
    frame.classList.toggle('shut', !isOpen);
    launcher.setAttribute('aria-expanded', String(isOpen));
    launcher.setAttribute('aria-label', isOpen ? words.close : unread === 0 ? words.open : `${words.open}, ${told}`);
    badge.hidden = unread === 0;
    badge.textContent = unread > 99 ? '99+' : String(unread);
    const toSay = unread === 0 ? '' : told;
    if (news.textContent !== toSay) news.textContent = toSay;
  }

  function show(opens, byVisitor) {
    isOpen = opens;
    draw();
    if (opens && byVisitor) frame.focus();
    frame.contentWindow.postMessage({ parley: 'webchat', kind: 'shown', isOpen, byVisitor }, address.origin);
    if (!opens && byVisitor) launcher.focus();
  }

  const warning = setTimeout(() => {
    console.warn(
      `Parley: the chat did not open on ${location.origin}. It is switched off, or this site is not among those that its channel allows.`,
    );
  }, readyWithinMs);

  addEventListener('message', ({ source, origin, data }) => {
    if (source !== frame.contentWindow || origin !== address.origin || data?.parley !== 'webchat') return;
    if (data.kind === 'ready') {
      clearTimeout(warning);
      launcher.hidden = false;
      show(isOpen || (data.wasOpen === true && !narrow.matches), false);
    } else if (data.kind === 'unread') {
      unread = Number.isSafeInteger(data.count) && data.count > 0 ? data.count : 0;
      draw();
    } else if (data.kind === 'close') {
      show(false, true);
    }
  });
  launcher.addEventListener('click', () => show(!isOpen, true));

  draw();
  root.append(frame, launcher, news);
  const put = () => document.body.append(host);
  if (document.body) put();
  else addEventListener('DOMContentLoaded', put, { once: true });
})();
