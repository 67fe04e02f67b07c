import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import {
  findCycle,
  findDistributionCycle,
  findRepositoryCycles,
  isSupported,
  nearestSupportedCycle,
  products,
} from '../../server/src/core/data/end-of-life';

const today = '2026-11-21';

describe('every product', () => {
  it('has a unique id, a source and a day that has been', () => {
    const ids = products.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    for (const { id, source, checked } of products) {
      assert.notEqual(source, '', id);
      assert.match(checked, /^\d{4}-\d{2}-\d{2}$/, id);
      assert.ok(checked <= today, id);
    }
  });

  it('lists its lines once, newest first, with real dates', () => {
    for (const { id, cycles } of products) {
      assert.ok(cycles.length > 0, id);
      const versions = cycles.map(({ cycle }) => cycle);
      assert.equal(new Set(versions).size, versions.length, id);
      for (const { cycle, released, endOfLife } of cycles) {
        const name = `${id} ${cycle}`;
        assert.match(cycle, /^\d+(?:\.\d+)*$/, name);
        assert.equal(new Date(released).toISOString().slice(0, 10), released, name);
        if (endOfLife === undefined) continue;
        assert.equal(new Date(endOfLife).toISOString().slice(0, 10), endOfLife, name);
        assert.ok(released < endOfLife, name);
      }
      for (let index = 1; index < versions.length; index += 1) {
        const newer = (versions[index - 1] ?? '').split('.').map(Number);
        const older = (versions[index] ?? '').split('.').map(Number);
        const at = newer.findIndex((part, position) => part !== older[position]);
        assert.ok((newer[at] ?? 0) > (older[at] ?? -1), `${id}: ${versions.join(' ')}`);
      }
    }
  });

  it('has code names of its own', () => {
    const names = products.flatMap(({ cycles }) =>
      cycles.flatMap(({ codename }) => codename ?? []),
    );
    assert.equal(new Set(names).size, names.length);
  });
});

describe('findCycle', () => {
  const known: readonly (readonly [string, string, string])[] = [
    ['nodejs', '20.11-alpine3.19', '20'],
    ['nodejs', '18', '18'],
    ['nodejs', 'hydrogen-alpine', '18'],
    ['nodejs', 'lts-iron', '20'],
    ['python', '3.9-slim-bullseye', '3.9'],
    ['python', '3.10.4', '3.10'],
    ['python', '2', '2.7'],
    ['python', '3.13.0rc1-slim', '3.13'],
    ['debian', 'bullseye-slim', '11'],
    ['debian', 'bullseye-20230502-slim', '11'],
    ['debian', '11.6', '11'],
    ['ubuntu', 'focal', '20.04'],
    ['ubuntu', '20.04', '20.04'],
    ['ubuntu', 'jammy-20260810', '22.04'],
    ['alpine', '3.18.4', '3.18'],
    ['php', '8.1-fpm', '8.1'],
    ['php', '7.4.33-cli-alpine3.16', '7.4'],
    ['go', '1.21', '1.21'],
    ['go', '1.21rc2-alpine', '1.21'],
    ['postgresql', '12', '12'],
    ['postgresql', '12.4-alpine', '12'],
    ['postgresql', '9.6.24', '9.6'],
    ['java', '8u302-b08-jre', '8'],
    ['java', '17.0.9_9-jdk-jammy', '17'],
    ['dotnet', '6.0-focal', '6'],
    ['dotnet', '3.1-alpine', '3.1'],
    ['centos', '7.9.2009', '7'],
    ['centos-stream', 'stream8', '8'],
    ['amazonlinux', '2.0.20230307.0', '2'],
    ['amazonlinux', '2018.03', '2018.03'],
    ['tomcat', '9-jdk11', '9.0'],
    ['traefik', 'v2.10', '2.10'],
    ['deno', 'alpine-2.6.1', '2.6'],
    ['elasticsearch', '7.17.9', '7'],
  ];
  for (const [product, tag, cycle] of known) {
    it(`${product} ${tag} is ${cycle}`, () => {
      assert.equal(findCycle(product, tag)?.cycle.cycle, cycle);
    });
  }

  const unknown: readonly (readonly [string, string])[] = [
    ['nodejs', 'latest'],
    ['nodejs', 'lts'],
    ['nodejs', 'lts-alpine'],
    ['nodejs', 'current-slim'],
    ['nodejs', 'bookworm'],
    ['nodejs', '200'],
    ['nodejs', '18x'],
    ['python', '3'],
    ['python', '3-slim'],
    ['python', 'alpine3.9'],
    ['php', '8-fpm'],
    ['go', '1'],
    ['ruby', '3'],
    ['alpine', '3'],
    ['alpine', 'edge'],
    ['debian', 'stable-slim'],
    ['debian', 'latest'],
    ['nginx', 'stable-alpine'],
    ['mysql', '8'],
    ['elasticsearch', '8.5.0'],
    ['python', '3.99'],
    ['no-such-product', '1'],
  ];
  for (const [product, tag] of unknown) {
    it(`${product} ${tag} is nothing certain`, () => {
      assert.equal(findCycle(product, tag), undefined);
    });
  }

  it('carries the dates of the state of November 2026', () => {
    const ends: readonly (readonly [string, string, string])[] = [
      ['nodejs', '18', '2025-04-30'],
      ['nodejs', '20', '2026-04-30'],
      ['python', '3.9', '2025-10-31'],
      ['python', '3.10', '2026-10-31'],
      ['debian', '11', '2026-08-31'],
      ['alpine', '3.19', '2025-11-01'],
      ['alpine', '3.20', '2026-04-01'],
      ['dotnet', '6', '2024-11-12'],
      ['dotnet', '8', '2026-11-10'],
      ['dotnet', '9', '2026-11-10'],
      ['php', '8.1', '2025-12-31'],
    ];
    for (const [product, tag, end] of ends) {
      assert.equal(findCycle(product, tag)?.cycle.endOfLife, end, `${product} ${tag}`);
    }
    const ended: readonly (readonly [string, string, boolean])[] = [
      ['nodejs', '22', true],
      ['nodejs', '24', true],
      ['ruby', '3.2', false],
      ['ubuntu', '20.04', false],
      ['ubuntu', '22.04', true],
      ['debian', '12', true],
      ['go', '1.25', false],
      ['go', '1.26', true],
      ['centos', '8', false],
      ['alpine', '3.21', false],
      ['alpine', '3.22', true],
    ];
    for (const [product, tag, supported] of ended) {
      const cycle = findCycle(product, tag)?.cycle;
      assert.ok(cycle, `${product} ${tag}`);
      assert.equal(isSupported(cycle, today), supported, `${product} ${tag}`);
    }
  });
});

describe('findDistributionCycle', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['3.13-slim-buster', 'debian 10'],
    ['20-alpine3.18', 'alpine 3.18'],
    ['8-jre-alpine-3.21', 'alpine 3.21'],
    ['12.2.0-base-ubuntu22.04', 'ubuntu 22.04'],
    ['6.0-focal', 'ubuntu 20.04'],
    ['1.2.3-debian-12-r4', 'debian 12'],
    ['8.0-bookworm-slim', 'debian 12'],
    ['bullseye-slim', 'debian 11'],
    ['alpine3.9', 'alpine 3.9'],
    ['8.4-fpm-alpine', undefined],
    ['alpine-2.6.1', undefined],
    ['latest', undefined],
    ['24-slim', undefined],
  ];
  for (const [tag, expected] of cases) {
    it(`${tag} is ${String(expected)}`, () => {
      const found = findDistributionCycle(tag);
      assert.equal(found && `${found.product.id} ${found.cycle.cycle}`, expected);
    });
  }
});

describe('findRepositoryCycles', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['gcr.io/distroless/nodejs18-debian11', ['nodejs 18', 'debian 11']],
    ['gcr.io/distroless/java17-debian12', ['java 17', 'debian 12']],
    ['gcr.io/distroless/static-debian12', ['debian 12']],
    ['gcr.io/distroless/base-nossl-debian13', ['debian 13']],
    ['gcr.io/distroless/nodejs22', ['nodejs 22']],
    ['gcr.io/distroless/static', []],
    ['docker.io/redhat/ubi8-minimal', ['rhel 8']],
    ['registry.access.redhat.com/ubi9/ubi', ['rhel 9']],
    ['docker.io/library/node', []],
    ['example.com/distroless/nodejs18-debian11', []],
  ];
  for (const [repository, expected] of cases) {
    it(`${repository}: ${expected.join(', ') || 'none'}`, () => {
      assert.deepEqual(
        findRepositoryCycles(repository).map(
          ({ product, cycle }) => `${product.id} ${cycle.cycle}`,
        ),
        expected,
      );
    });
  }
});

describe('nearestSupportedCycle', () => {
  const next = (product: string, tag: string, day = today): string | undefined => {
    const found = findCycle(product, tag);
    assert.ok(found, `${product} ${tag}`);
    return nearestSupportedCycle(found.product, found.cycle, day)?.cycle;
  };

  it('takes the oldest line with a year left', () => {
    assert.equal(next('python', '3.9'), '3.12');
    assert.equal(next('php', '7.4'), '8.3');
    assert.equal(next('debian', '10'), '12');
    assert.equal(next('alpine', '3.18'), '3.24');
    assert.equal(next('postgresql', '12'), '16');
    assert.equal(next('ruby', '3.1'), '3.4');
  });

  it('prefers long-term lines', () => {
    assert.equal(next('nodejs', '18'), '24');
    assert.equal(next('nodejs', '23'), '24');
    assert.equal(next('ubuntu', '20.04'), '24.04');
    assert.equal(next('dotnet', '6'), '10');
    assert.equal(next('java', '16'), '21');
    assert.equal(next('haproxy', '2.3'), '2.8');
  });

  it('takes the newest line where lines end as others come out', () => {
    assert.equal(next('go', '1.21'), '1.27');
    assert.equal(next('nginx', '1.24'), '1.30');
  });

  it('takes the longest one when none has a year left', () => {
    assert.equal(next('fedora', '40'), '44');
    assert.equal(next('opensuse-leap', '15.5'), '16.0');
  });

  it('knows only what is out on the day', () => {
    assert.equal(next('debian', '9', '2023-01-01'), '10');
    assert.equal(next('nodejs', '16', '2024-01-01'), '18');
  });

  it('has nothing to offer when a product has ended', () => {
    assert.equal(next('centos', '7'), undefined);
  });

  it('never gives an older, unreleased or ended line', () => {
    for (const product of products) {
      for (const cycle of product.cycles) {
        const found = nearestSupportedCycle(product, cycle, today);
        if (!found) continue;
        assert.notEqual(found, cycle);
        assert.ok(product.cycles.indexOf(found) < product.cycles.indexOf(cycle));
        assert.ok(found.released <= today && isSupported(found, today));
      }
    }
  });
});
