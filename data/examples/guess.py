# Guess the number: Press F5, then click into the terminal below and type.
import random

secret = random.randint(1, 100)
tries = 0

print("I am thinking of a number from 1 to 100.")
while True:
    text = input("Your guess: ")
    try:
        guess = int(text)
    except ValueError:
        print("That is not a number.")
        continue
    tries += 1
    if guess < secret:
        print("Too small.")
    elif guess > secret:
        print("Too large.")
    else:
        print("Right! You needed", tries, "tries.")
        break
