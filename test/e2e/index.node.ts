// The suite in the Node extension host; @vscode/test-electron runs this same file.
import Mocha from 'mocha';
import { writeFileSync } from 'node:fs';
import { format } from 'node:util';
import { defineSuite } from './suite';

export function run(): Promise<void> {
  return new Promise((resolve, reject) => {
    // The browser's launcher prints only marked lines: VS Code's own log lines share the channel.
    // electron.mjs shows everything and takes the totals from a file.
    const totalsFile = process.env['IRONHULL_E2E_TOTALS'];
    Mocha.reporters.Base.consoleLog = (...args: unknown[]) => {
      console.log(`${totalsFile ? '' : '@@test '}${format(...args)}`);
    };
    const mocha = new Mocha({ ui: 'tdd', timeout: 60_000, color: false, reporter: 'spec' });
    mocha.suite.emit('pre-require', globalThis, 'suite', mocha);
    defineSuite('node');
    const runner = mocha.run((failures) => {
      const { passes = 0, pending = 0 } = runner.stats ?? {};
      const totals = JSON.stringify({ passes, failures, pending });
      if (totalsFile) writeFileSync(totalsFile, totals);
      else console.log(`@@stats ${totals}`);
      if (failures > 0) reject(new Error(`${failures} tests failed`));
      else resolve();
    });
  });
}
