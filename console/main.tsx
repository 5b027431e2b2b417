import { effect } from '@preact/signals';
import { render } from 'preact';
import { App } from './app/app';
import { buildServices } from './app/build';
import { leaveKeysToInputMethods } from './app/composing';
import { keepFocus } from './app/keep-focus';
import { followLinks } from './app/link-clicks';
import { ServicesContext } from './app/services';
import { tabTitle } from './app/title';
import { watchWakeUp } from './live/wake-up';
import { watchOtherTabs } from './session/session';
import { showTheme } from './ui/theme';
import './ui/tokens.css';
import './ui/base.css';
import { language } from './words/language';

const services = buildServices(window);
watchOtherTabs(services.session, window);
watchWakeUp(services.live, window);
followLinks(services.router, document);
keepFocus(document);
leaveKeysToInputMethods(document);
showTheme(document.documentElement);
effect(() => {
  document.documentElement.lang = language.value;
  document.title = tabTitle.value;
});
window.addEventListener('keydown', (event) => {
  // What is behind a dialog or a menu is out of reach: Escape closes that first.
  if (document.querySelector('dialog[open], :popover-open') !== null || event.defaultPrevented) return;
  if (services.shortcuts.press(event)) event.preventDefault();
});

const root = document.getElementById('console');
if (root !== null)
  render(
    <ServicesContext.Provider value={services}>
      <App />
    </ServicesContext.Provider>,
    root,
  );
