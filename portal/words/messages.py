"""Words of sign-in and of answers that are not what was asked for."""

from __future__ import annotations

from typing import Final

MESSAGES: Final[dict[str, tuple[str, str]]] = {
    "signin.title": ("登录", "Sign in"),
    "signin.lede": ("请用本单位账号登录。", "Please sign in with your office account."),
    "signin.account": ("账号", "Account"),
    "signin.password": ("密码", "Password"),
    "signin.button": ("登录", "Sign in"),
    "signin.wrong": ("账号或密码不对。请再试一次。", "The account or the password is wrong. Please try again."),
    "signin.slow": (
        "尝试次数过多，请在 {minutes} 分钟后再试。",
        "Too many attempts. Please try again in {minutes} minutes.",
    ),
    "signin.empty": ("请填写账号和密码。", "Please fill in account and password."),
    "signin.help": ("忘记密码请联系系统管理员。", "If you forgot the password, ask the system administrator."),
    "signin.record": (
        "登录后的查找、阅读和下载都有记录。",
        "Searches, readings and downloads after sign-in are recorded.",
    ),
    "error.400.title": ("这个请求无法理解", "This request cannot be understood"),
    "error.400.lede": ("请修改后再查。您写的内容还在。", "Please change it and try again. What you typed is kept."),
    "error.403.title": ("不能执行这个操作", "This cannot be done"),
    "error.403.lede": (
        "页面可能已过期，或请求来自别的网站。请回到原来的页面刷新后再试。",
        "The page may have expired, or the request came from another site. Reload the page and try again.",
    ),
    "error.404.title": ("没有找到", "Not found"),
    "error.404.lede": (
        "这个地址没有可以显示的内容：可能写错了，也可能不对您开放。",
        "There is nothing to show at this address: it may be mistyped, or not open to you.",
    ),
    "error.405.title": ("不能这样打开", "This cannot be opened this way"),
    "error.405.lede": ("请从页面上的链接或按钮进入。", "Please follow a link or a button of the pages."),
    "error.500.title": ("系统出错了", "Something went wrong"),
    "error.500.lede": (
        "错误已经记录，工作人员会处理。请稍后再试。",
        "The error has been recorded and will be looked into. Please try again later.",
    ),
    "error.503.title": ("查找暂时不可用", "Search is not available right now"),
    "error.503.lede": (
        "查找服务没有及时回答。目录和档案页面仍可打开，请稍后再查。",
        "The search service did not answer in time. Catalogue and record pages still work.",
    ),
    "error.busy.title": ("现在使用的人较多", "Many people are here right now"),
    "error.busy.lede": ("请过几秒再试。", "Please try again in a few seconds."),
    "error.next": ("接下来可以", "What you can do"),
    "error.to.search": ("重新查找", "Search again"),
    "error.to.catalogue": ("翻目录", "Leaf through the catalogue"),
    "error.to.home": ("回到首页", "Go to the home page"),
    "notice.loosened": (
        "没有一件同时含有全部的词，下面是含有部分词的。",
        "No record holds all of these words; these hold some of them.",
    ),
}
