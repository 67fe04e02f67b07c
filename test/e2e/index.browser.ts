// The suite in the web extension host: a worker without `document`, so never mocha's html reporter.
import 'mocha/mocha.js';
import { defineSuite } from './suite';

export function run(): Promise<void> {
  return new Promise((resolve, reject) => {
    // The launcher prints only marked lines: VS Code's own log lines share the channel.
    Mocha.reporters.Base.consoleLog = (template: unknown = '', ...args: unknown[]) => {
      console.log(`@@test ${String(template)}`, ...args);
    };
    mocha.setup({ ui: 'tdd', reporter: 'spec', timeout: 60_000, color: false });
    defineSuite('web');
    const runner = mocha.run((failures) => {
      const { passes = 0, pending = 0 } = runner.stats ?? {};
      console.log(`@@stats ${JSON.stringify({ passes, failures, pending })}`);
      if (failures > 0) reject(new Error(`${failures} tests failed`));
      else resolve();
    });
  });
}
