import { CustomChart, SankeyChart } from 'echarts/charts';
import { use } from 'echarts/core';

// Flows and shapes of one's own, apart from the rest: the first page of the console draws neither.
use([CustomChart, SankeyChart]);
