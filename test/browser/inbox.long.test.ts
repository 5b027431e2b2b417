// Each part has operators, queues and clients of its own: they share a Parley and a browser.
import './inbox/alerts';
import './inbox/chats';
import './inbox/keyboard';
import './inbox/offers-elsewhere';
import './inbox/presence';
import './inbox/right-pane';
import './inbox/typing';
