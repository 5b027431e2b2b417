// Each test has a channel and visitors of its own: the parts share a Parley and a browser.
import './webchat/sites';
import './webchat/visitor';
