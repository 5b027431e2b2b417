import { placeOf, type Router } from './router';

/** Links into the console are followed without loading the page anew; all others, and those for a new tab, are the browser's. */
export function followLinks(router: Router, document: Document): void {
  document.addEventListener('click', (event) => {
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return;
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (link === null || link.target !== '' || link.hasAttribute('download')) return;
    if (link.origin !== document.location.origin || link.getAttribute('href')?.startsWith('#')) return;
    const place = placeOf(link.pathname, link.search);
    if (place === null) return;
    event.preventDefault();
    router.go(place.path + link.search);
  });
}
