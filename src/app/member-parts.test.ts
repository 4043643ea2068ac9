import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PAGE_TITLES, pageTitle } from '#modules/member-access/messages/page-titles.ts';
import { MEMBER_PARTS } from './member-parts.ts';
import { REPOSITORY } from './version.ts';

const sourceOf = (name: string): string => readFileSync(join(REPOSITORY, 'web/member/src', name), 'utf8');
const found = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, what]) => what!);

describe('the members’ pages and the server', () => {
  const paths = found(sourceOf('pages.ts'), /path: '([^']+)'/g);

  it('know the same parts of the product', () => {
    const shown = new Set([
      ...found(sourceOf('entries.ts'), /\bpart: '(\w+)'/g),
      ...found(sourceOf('home-blocks.ts'), /\bpart: '(\w+)'/g),
    ]);
    expect([...shown].filter((part) => !(part in MEMBER_PARTS))).toEqual([]);
  });

  it('have a title for a link to any page', () => {
    expect(paths.length).toBeGreaterThan(5);
    expect(paths.filter((path) => path !== '/' && pageTitle(path) === PAGE_TITLES['/'])).toEqual([]);
  });

  it('have no title for a page that is not there', () => {
    expect(Object.keys(PAGE_TITLES).filter((path) => !paths.includes(path))).toEqual([]);
  });

  it('lead to pages that are there', () => {
    const leads = found(sourceOf('entries.ts'), /\bto: '([^']+)'/g);
    expect(leads.filter((to) => !paths.includes(to))).toEqual([]);
  });
});
