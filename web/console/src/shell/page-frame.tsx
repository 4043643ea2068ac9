import { Link, type LinkProps } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import { useCommunity } from './use-community.ts';

/** Pages of a community that need nothing but the community. */
type CommunityPage<To> = To extends `/c/$community/${infer Rest}`
  ? Rest extends `${string}$${string}`
    ? never
    : To
  : never;

export type PageTab = { to: CommunityPage<LinkProps['to']>; text: ReactNode };

/** The head of pages that belong together: what they are, the answer in a sentence, what can be done, and the way between them. */
export function PageFrame(props: {
  title: string;
  answer: ReactNode;
  action?: ReactNode;
  /** What the way between the pages is called; the title unless told. */
  tabsLabel?: string;
  tabs: readonly PageTab[];
  children: ReactNode;
}) {
  const { key } = useCommunity();
  const nav = useRef<HTMLElement>(null);
  // Where the way is longer than the window is wide, where one is on it is seen.
  useEffect(() => {
    const all = nav.current;
    const here = all?.querySelector('[aria-current=page]');
    if (all && here)
      all.scrollLeft += Math.max(0, here.getBoundingClientRect().right - all.getBoundingClientRect().right);
  }, []);
  return (
    <>
      <div className="q-page-head">
        <div>
          <h1>{props.title}</h1>
          <p>{props.answer}</p>
        </div>
        {props.action}
      </div>
      <nav ref={nav} className="q-tabs" aria-label={props.tabsLabel ?? props.title}>
        {props.tabs.map(({ to, text }) => (
          <Link key={to} to={to} params={{ community: key }} activeOptions={{ exact: true, includeSearch: false }}>
            {text}
          </Link>
        ))}
      </nav>
      {props.children}
    </>
  );
}
