/* Asks the server whether there is news of the jobs and takes, and tells "tick" when there is. Value: {visit, seen, busy, count}.
   A question that gets lost is asked again; Gradio's own timer would load the page anew. It shows nothing itself, and stands where it is
   always on the page, for what is on a closed tab is not. */
lvocal.pulse = (element, props, watch, trigger, server) => {
  const QUICK_MS = 600, IDLE_MS = 5000;
  let timer = null, pace = IDLE_MS;

  async function look() {
    clearTimeout(timer);
    if (!element.isConnected) return;
    const { visit, seen, busy } = props.value || {};
    if (visit) {
      const news = await server.has_news([visit, seen]).catch(() => undefined);
      online(typeof news === "boolean");
      if (news === true && (props.value || {}).seen === seen) trigger("tick");
    }
    clearTimeout(timer);
    pace = busy && !document.hidden ? QUICK_MS : IDLE_MS;
    timer = setTimeout(look, pace);
  }

  /** Whether the server answers; films go on without the page. What could not be loaded meanwhile is loaded again. */
  function online(is) {
    const was = !document.body.classList.contains("lv-offline");
    document.body.classList.toggle("lv-offline", !is);
    if (is && !was) for (const media of document.querySelectorAll("video, audio")) if (media.error) media.load();
  }

  /** How many are on their way, beside the name of the tab. */
  function count(number) {
    for (const tab of document.querySelectorAll("#lv-tabs [role=tab]")) {
      if (!tab.textContent.trim().startsWith("Jobs")) continue;
      number ? tab.setAttribute("data-count", number) : tab.removeAttribute("data-count");
    }
  }

  function show() {
    const { busy = false, count: number = 0 } = props.value || {};
    count(number);
    if (busy && pace !== QUICK_MS) look();
  }
  addEventListener("online", look);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
  watch("value", show);
  timer = setTimeout(look, IDLE_MS);
};
