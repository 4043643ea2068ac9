import { expect, test } from 'vitest';
import { shapeOf, splitStatements } from './statement.ts';

test('statements end at semicolons, but not inside texts, names and comments', () => {
  expect(
    splitStatements(`-- first; comment
      SELECT ';' , "a;b", \`c;d\`; /* ; */ SELECT 'it''s; \\'; ' ; ;
      SELECT $x$ ; 'open $x$ # a comment
      ;SELECT 4 -- ; last`),
  ).toEqual([`SELECT ';' , "a;b", \`c;d\``, `SELECT 'it''s; \\'; '`, `SELECT $x$ ; 'open $x$`, 'SELECT 4']);
  expect(splitStatements('-- nothing;\n')).toEqual([]);
});

test.each([
  ['SELECT 1', { verb: 'SELECT', bare: 'SELECT 1' }],
  ['select 1 format JSON ;', { verb: 'SELECT', format: 'JSON', bare: 'select 1' }],
  ["SELECT 'FORMAT JSON'", { verb: 'SELECT', bare: "SELECT 'FORMAT JSON'" }],
  ['SELECT (SELECT 1 FORMAT TSV)', { verb: 'SELECT', bare: 'SELECT (SELECT 1 FORMAT TSV)' }],
  ['/* a */ WITH 1 AS x SELECT x -- FORMAT TSV', { verb: 'WITH', bare: '/* a */ WITH 1 AS x SELECT x' }],
  ['INSERT INTO t SELECT 1', { verb: 'INSERT', bare: 'INSERT INTO t SELECT 1' }],
  ['INSERT INTO t VALUES (1)', { verb: 'INSERT', bare: 'INSERT INTO t VALUES (1)' }],
  ['', { verb: '', bare: '' }],
])('the shape of %s', (text, shape) => {
  expect(shapeOf(text)).toEqual(shape);
});

test.each([
  ['INSERT INTO t FORMAT CSV', 'CSV', 'INSERT INTO t ', ''],
  [
    'INSERT INTO d.t (a, `format`) SETTINGS x = 1 FORMAT Native;',
    'Native',
    'INSERT INTO d.t (a, `format`) ',
    'SETTINGS x = 1 ',
  ],
  ['INSERT INTO t (a) VALUES', 'Values', 'INSERT INTO t (a) ', ''],
])('rows that follow %s', (text, format, into, tail) => {
  expect(shapeOf(text)).toMatchObject({ verb: 'INSERT', format, data: { into, tail } });
});
