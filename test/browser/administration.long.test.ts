// Each part administers what it has made itself: they share a Parley and a browser.
import './administration/channels';
import './administration/facebook';
import './administration/people';
import './administration/sections';
import './administration/settings';
import './administration/webchat-channel';
