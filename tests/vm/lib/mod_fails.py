print("mod_fails runs")
raise ValueError("in module")
