/**
 * Makes what our modules export plain properties, in the processes of the suites. tsx turns an `export` into a getter
 * that asks a getter by its name, as bindings need that change; readers that ask for `QUOTE` at every byte become ten
 * times as slow by it. The package is bundled and has no such getters, and nothing of ours exports what changes.
 *
 * Must be the first import of a process.
 */
const load = require.extensions['.ts']!;

require.extensions['.ts'] = (module, file) => {
  load(module, file);
  const exported: unknown = module.exports;
  if (typeof exported === 'object')
    module.exports = Object.defineProperty({ ...exported }, '__esModule', { value: true });
};

export {};
