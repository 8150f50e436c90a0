/** Who may import whom. The direction is inwards: services → platform and domain; nothing points back. */
const own = (folder) => `^${folder}/`;
const test = '(\\.spec\\.ts$|/test/)';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'domain-is-pure',
      comment: 'The domain imports itself, zod and uuid: no I/O, no clock, no other package.',
      severity: 'error',
      from: { path: own('packages/domain'), pathNot: test },
      to: { pathNot: [own('packages/domain'), 'node_modules/(zod|uuid)/', '^(zod|uuid)$'] },
    },
    {
      name: 'domain-without-node',
      severity: 'error',
      from: { path: own('packages/domain'), pathNot: test },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'platform-knows-no-domain',
      severity: 'error',
      from: { path: own('packages/platform'), pathNot: test },
      to: { path: '^(packages/(domain|testkit)|services|ui|cli|dev|bench)/' },
    },
    {
      name: 'services-stand-alone',
      comment: 'A service never imports another one, nor the tools around them.',
      severity: 'error',
      from: { path: '^services/([^/]+)/', pathNot: test },
      to: { path: '^(services|ui|cli|dev|bench)/', pathNot: '^services/$1/' },
    },
    {
      name: 'provision-knows-nobody',
      comment:
        'Fetching and starting servers stands on npm packages alone, so that the test kit may use it without a cycle.',
      severity: 'error',
      from: { path: own('dev/provision'), pathNot: test },
      to: { path: '^(packages|services|ui|cli|bench|dev)/', pathNot: own('dev/provision') },
    },
    {
      name: 'testkit-in-tests-only',
      severity: 'error',
      from: { pathNot: [test, own('packages/testkit'), own('bench')] },
      to: { path: own('packages/testkit') },
    },
    {
      name: 'cli-over-the-api',
      severity: 'error',
      from: { path: own('cli'), pathNot: test },
      to: { path: '^(services|ui|dev|bench)/' },
    },
    {
      name: 'nobody-imports-a-service',
      severity: 'error',
      from: { pathNot: [test, '^services/', own('bench'), own('packages/testkit')] },
      to: { path: '^services/' },
    },
    {
      name: 'nothing-unresolved',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '\\$app|\\$lib' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(\\.svelte-kit|build)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
