# -*- coding: utf-8 -*-
# Names and strings beyond ASCII
müller = "Müller"
变量 = 5
def größe(breite, höhe=2):
    return breite * höhe
class Straße:
    größter = 9
print(müller, 变量, größe(3), größe(höhe=4, breite=1), Straße.größter, Straße.__name__)
d = dict(ключ=1)
print(d, getattr(Straße, "größter"), f"{变量=}", "日本" "語", len("🎉🎊"))
