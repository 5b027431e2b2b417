// Each part fills in forms of what it has made itself: they share a Parley and a browser.
import './forms/changed-things';
import './forms/conflicts';
import './forms/languages';
import './forms/leaving';
import './forms/new-things';
