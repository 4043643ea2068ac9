/** Words of the frame. */
export const shell = {
  shell: {
    home: '首页',
    benefits: '权益',
    me: '我的',
    tabs: '页面',
    back: '返回',
    close: '关闭',
    cancel: '取消',
    loading: '正在加载',
    retry: '重试',
    reload: '重新打开',
    broken: '这个页面没有完整加载',
    missing: '没有这个页面',
    missingMore: '链接可能过期了，或者社群不再使用这项功能。',
  },
  home: {
    hello: '{{name}}，你好',
    nothingYet: '这里还没有内容',
    nothingYetMore: '社群开启积分、等级、奖品等功能后，会显示在这里。',
  },
};

export const shellProblems = {
  offline: '网络连不上。已有的内容还在，恢复后会自动重试。',
  unavailable: '服务暂时不可用，请稍后再试。',
  unauthenticated: '登录已失效，请重新登录。',
  forbidden: '这里不能这样做。',
  too_many_requests: '操作太频繁了，请稍等一会儿。',
  not_found: '没有找到，可能已经不在了。',
  server: '服务出了问题，什么都没有改变。请稍后再试。',
  other: '没有成功，什么都没有改变。请再试一次。',
};
