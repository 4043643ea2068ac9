import { constructionGuides } from './construction-guides.ts';
import { declineGuides } from './decline-guides.ts';
import { developmentGuides } from './development-guides.ts';
import { maturityGuides } from './maturity-guides.ts';
import { tierGuides } from './tier-guides.ts';
import { typeGuides } from './type-guides.ts';

/** The guide of every play. */
export const playGuides = {
  ...declineGuides,
  ...tierGuides,
  ...developmentGuides,
  ...maturityGuides,
  ...typeGuides,
  ...constructionGuides,
};
