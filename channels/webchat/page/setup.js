/** What the server tells the page: where the chat is, how it looks, and its words in the visitor's language. */
export const setup = JSON.parse(document.body.dataset.setup);
/** With the visitor's own region, where it is his language: it says how times are written. */
const { lang } = document.documentElement;
export const language = navigator.languages.find((one) => one.split('-')[0] === lang) ?? lang;

const numberOf = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });

/** A sentence of the page's, with `{name}` filled in. */
export function say(name, values = {}) {
  return setup.words[name].replace(/\{(\w+)\}/g, (_, key) => {
    const value = values[key];
    return typeof value === 'number' ? numberOf.format(value) : value;
  });
}

const root = document.documentElement.style;
root.setProperty('--accent', setup.accent);
root.setProperty('--on-accent', setup.onAccent);
