// Each part looks for what it has made, among what the others have made: they share a Parley and a browser.
import './records/contacts';
import './records/history';
import './records/notifications';
import './records/supervision';
