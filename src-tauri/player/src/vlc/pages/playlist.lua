-- As VLC's own page of this name.
local httprequests = require "httprequests"
httprequests.processcommands()
httprequests.printTableAsJson(httprequests.playlisttable())
