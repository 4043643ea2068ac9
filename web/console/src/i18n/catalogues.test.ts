import { describeCatalogues } from '../../../testing/describe-catalogues.ts';
import { en } from './en/index.ts';
import { zhCN } from './zh-CN/index.ts';

describeCatalogues({
  zhCN,
  en,
  folder: import.meta.dirname,
  sources: '{ui,console/src}/**/*.{ts,tsx}',
  eitherLanguage: ['palette.toOther', 'app.latin'],
});
