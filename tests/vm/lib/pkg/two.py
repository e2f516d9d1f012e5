print("pkg.two runs")
TWO = 2
