/**
 * What passes between the page and the site that shows it in a frame: whether it is open, and how much is unread. Nothing of
 * what is said, and no token: the site cannot read the chat, nor the chat the site.
 */

const isFramed = window.parent !== window;
let isOpen = !isFramed;

function tell(message) {
  if (isFramed) window.parent.postMessage({ parley: 'webchat', ...message }, '*');
}

/** Whether the visitor can see the conversation. */
export function isShown() {
  return isOpen && !document.hidden;
}

export const framed = isFramed;
export const tellReady = (wasOpen) => tell({ kind: 'ready', wasOpen });
export const tellUnread = (count) => tell({ kind: 'unread', count });
export const askToClose = () => tell({ kind: 'close' });

export function onShown(listener) {
  document.addEventListener('visibilitychange', () => listener({ isOpen, byVisitor: false }));
  addEventListener('message', ({ source, data }) => {
    if (!isFramed || source !== window.parent || data?.parley !== 'webchat' || data.kind !== 'shown') return;
    isOpen = data.isOpen === true;
    listener({ isOpen, byVisitor: data.byVisitor === true });
  });
}
