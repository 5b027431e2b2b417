/**
 * The rooms of the project and what each may import. See docs/architecture.md.
 * A finding means that code stands in the wrong room, or that something has to be handed in instead of imported.
 */

/** What a room may import of ours, besides itself. Packages and Node's own modules are free unless a rule below says otherwise. */
const rooms = {
  domain: [],
  workflows: ['^domain/'],
  channels: ['^domain/', '^pages/'],
  routing: ['^domain/'],
  pictures: ['^domain/'],
  storage: ['^domain/'],
  distribution: ['^domain/', '^storage/', '^routing/(contract|registry)\\.ts$'],
  messaging: [
    '^domain/',
    '^storage/',
    '^distribution/',
    '^pictures/heic-preview\\.ts$',
    '^channels/contract\\.ts$',
    '^routing/contract\\.ts$',
    '^workflows/[^/]+/(messages|state)\\.ts$',
    '^workflows/chat-actions/shipped\\.ts$',
  ],
  activities: [
    '^domain/',
    '^storage/',
    '^distribution/',
    '^messaging/',
    '^channels/(contract|registry)\\.ts$',
    '^routing/(contract|registry)\\.ts$',
    '^workflows/[^/]+/(messages|state)\\.ts$',
  ],
  api: [
    '^domain/',
    '^storage/',
    '^messaging/',
    '^channels/(contract|registry)\\.ts$',
    '^routing/(contract|registry)\\.ts$',
    '^workflows/[^/]+/messages\\.ts$',
    '^(config|log|program)\\.ts$',
  ],
  launch: ['^config\\.ts$'],
  demo: [],
  pages: [],
  /** Of the service types only, see below. */
  console: ['^api/shapes/', '^domain/', '^pages/'],
};

const ours = ['^[a-z]+/', '^[a-z-]+\\.ts$'];
const bundler = '^workflows/bundle\\.ts$';
const notOurs = ['^node_modules/'];

const directions = Object.entries(rooms).map(([room, mayImport]) => ({
  name: `${room}-imports`,
  severity: 'error',
  from: { path: `^${room}/` },
  to: {
    path: ours,
    pathNot: [...notOurs, `^${room}/`, ...mayImport, ...(room === 'workflows' ? ['^activities/'] : [])],
    dependencyTypesNot: ['core'],
  },
}));

/** A package that is one room's business. Tests may use any. */
const onlyIn = (name, packages, places) => ({
  name,
  severity: 'error',
  from: { pathNot: ['^node_modules/', '^test/', ...places] },
  to: { path: packages.map((one) => `^node_modules/${one}/`), dependencyTypesNot: ['type-only'] },
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...directions,
    {
      name: 'domain-stands-alone',
      comment: 'Words of the trade and pure rules: no package, and nothing of Node.',
      severity: 'error',
      from: { path: '^domain/' },
      to: { pathNot: '^domain/' },
    },
    {
      name: 'workflows-know-only-the-types-of-activities',
      severity: 'error',
      from: { path: '^workflows/' },
      to: { path: '^activities/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'workflow-code-uses-nothing-of-node',
      comment: 'It runs in a sandbox and is replayed. The bundler is a build script.',
      severity: 'error',
      from: { path: '^workflows/', pathNot: bundler },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'workflow-code-uses-no-package-but-the-sdk',
      severity: 'error',
      from: { path: '^workflows/', pathNot: bundler },
      to: { path: ['^node_modules/', bundler], pathNot: '^node_modules/@temporalio/(workflow|common)/' },
    },
    {
      name: 'providers-stand-apart',
      comment: 'A provider knows the contract, what all may share, and its own folder, not another messenger.',
      severity: 'error',
      from: { path: '^channels/([^/]+)/' },
      to: { path: '^channels/', pathNot: ['^channels/$1/', '^channels/shared/', '^channels/contract\\.ts$'] },
    },
    {
      name: 'pages-run-in-browsers',
      comment: 'What the console and the web chat share: nothing of Node.',
      severity: 'error',
      from: { path: '^pages/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'only-pages-of-providers-take-from-pages',
      severity: 'error',
      from: { path: '^channels/', pathNot: '^channels/[^/]+/page/' },
      to: { path: '^pages/' },
    },
    {
      name: 'environment-is-read-in-one-place',
      comment: 'Everything else is handed its settings by program.ts, worker.ts, api/server.ts or the launcher.',
      severity: 'error',
      from: { pathNot: ['^(program|worker|api/server|api/listen)\\.ts$', '^launch/', '^test/'] },
      to: { path: '^config\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'programs-are-nobodys-library',
      severity: 'error',
      from: { pathNot: '^test/' },
      to: { path: ['^worker\\.ts$', '^api/server\\.ts$', '^launch/(start|reset)\\.ts$', '^demo/demo\\.ts$'] },
    },
    {
      name: 'console-takes-only-types-from-the-service',
      comment:
        'It is a client of the HTTP interface: what it sends and gets is checked against the schemas, and none of them is in the page.',
      severity: 'error',
      from: { path: '^console/' },
      to: { path: ['^api/', '^domain/', '^node_modules/zod/'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'console-areas-stand-apart',
      comment: 'Each is loaded when it is first gone to. What several need stands in app, ui, live, session or words.',
      severity: 'error',
      from: { path: '^console/app/areas\\.ts$' },
      to: { path: '^console/(inbox|conversation|contact|cases|admin|history|supervision)/', pathNot: '/area\\.ts$' },
    },
    {
      name: 'nobody-imports-the-console',
      severity: 'error',
      from: { pathNot: ['^console/', '^test/'] },
      to: { path: '^console/' },
    },
    {
      name: 'nobody-imports-tests',
      severity: 'error',
      from: { pathNot: '^test/' },
      to: { path: '^test/' },
    },
    onlyIn('documents-stay-in-storage', ['mongoose', 'mongodb'], ['^storage/', '^launch/replica-set\\.ts$']),
    onlyIn('http-stays-in-api', ['express', 'multer', 'helmet'], ['^api/']),
    onlyIn('addresses-are-found-in-one-place', ['linkify-it'], ['^pages/']),
    onlyIn('pictures-are-decoded-apart', ['libheif-js', 'jpeg-js'], ['^pictures/heic-thread\\.js$']),
    onlyIn('telegram-stays-in-its-folder', ['grammy'], ['^channels/telegram/']),
    onlyIn('workers-are-made-in-one-place', ['@temporalio/worker'], ['^worker\\.ts$', '^workflows/bundle\\.ts$']),
    {
      name: 'no-circles',
      comment: 'Types may point back: they are gone at run time.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      comment: 'A file that imports nothing and that nobody imports is forgotten.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: ['^[^/]+\\.c?js$', '^test/support/global-', '^channels/webchat/page/embed\\.js$'],
      },
      to: {},
    },
    {
      name: 'everything-is-there',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'production-code-needs-no-development-package',
      severity: 'error',
      from: { pathNot: ['^test/', '^console/', '^jest\\.config\\.js$'] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '^node_modules/@types/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage|\\.data)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    /** Type-only imports are seen too. */
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.d.ts', '.js', '.mjs', '.cjs', '.json'],
      conditionNames: ['require', 'node', 'types', 'default'],
      exportsFields: ['exports'],
    },
    reporterOptions: { text: { highlightFocused: true } },
  },
};
