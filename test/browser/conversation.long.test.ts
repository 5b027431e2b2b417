// Each part has operators, queues and clients of its own: they share a Parley and a browser.
import './conversation/actions';
import './conversation/bots';
import './conversation/chat-course';
import './conversation/delivery';
import './conversation/files';
import './conversation/first-load';
import './conversation/hostile-files';
import './conversation/long-answers';
import './conversation/messages';
import './conversation/uploads';
