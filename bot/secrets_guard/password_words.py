"""How people talk about a password without saying it, in English and Spanish (folded: no capitals, no accents)."""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


STILL = _words(
    """still now currently just really actually always definitely probably maybe simply literally basically also
    todavia ahora aun siempre simplemente actualmente solo quizas tal vez"""
)

# Behind the cue these begin a remark, whatever follows: "my password is not …", "password: what do I …".
LEADS_ON = _words(
    """not only never no nope isn't wasn't aren't what which where when why who how whether if because since about for from with
    without in on at by of to into than then that's being been going gonna getting supposed meant able unable
    i i'm i've i'd you you're we we're they he she it it's its there there's here this these those that
    please pls help thanks thank hello hi can can't cannot could couldn't do don't does doesn't did didn't will won't would
    should must may might has have had having be is was are am keeps keep says said asks asked
    my your our their his her mine yours ours something anything nothing everything someone anyone one ones some any
    all each every more less least most at under over up down out off too so very as like unlike
    forgot forgotten forget lost reset change changed changing update set log login sign sign-in signing get use using make
    enter entering type typing see access continue finish create confirm verify work works working
    page field box screen form email link button manager reset
    sin con para por como cuando cuanto donde porque pero si que cual quien segun sobre desde hasta hacia entre
    nunca tampoco ni de del al en a an o or and y e u but
    yo usted ustedes ella ellos ellas nosotros eso esto este esta ese esa aquello alguna alguien algo nada todo todos
    me te se le lo les nos mi mis su sus tu tus no puedo puede tengo tiene hay fue era sera ya es esta estan son
    olvide olvidada perdi cambie cambiar restablecer escribir entrar iniciar acceder ingresar usar poner ver recibir
    por favor ayuda gracias hola mas menos tan muy demasiado demasiada un una uno unos unas"""
)

THE = _words("the same la el las los misma mismo lo a an una un")
THE_ORDINARY = _words(
    """same one ones wrong right only problem issue first last second other correct default usual thing way reason old new
    password email username as mine real current temporary temp reset field bottom top part login hardest best worst main
    one's exact longest code phone app key account answer question for that we i you
    misma mismo unica unico que problema primera ultima otra otro correcta incorrecta normal vieja nueva actual de
    del temporal parte cuenta clave contrasena razon mayor mejor peor"""
)

# These describe it, if a remark or nothing follows; "correct horse battery staple" is a password.
DESCRIBES = _words(
    """wrong right correct incorrect ok okay fine good bad great weak strong safe unsafe secure insecure valid invalid long
    longer short shorter old older new newer different same unique random secret private public hidden visible blank empty
    missing gone lost stuck broken required optional mandatory necessary needed temporary temp permanent active inactive
    case case-sensitive sensitive encrypted hashed unknown known ready simple hard easy complicated complex tricky
    important enough perfect useless impossible possible mine there ok'd available unavailable back good-enough
    personal confidential protected due overdue accepted expired stale fresh outdated up-to-date current
    incorrecta incorrecto correcta correcto mala malo buena bueno bien mal segura seguro insegura debil fuerte valida valido
    invalida invalido larga largo corta corto vieja viejo nueva nuevo diferente distinta distinto igual misma mismo unica
    secreta secreto privada vacia vacio obligatoria obligatorio necesaria necesario requerida opcional temporal lista listo
    facil dificil complicada compleja importante suficiente perfecta imposible posible activa inactiva desconocida
    confidencial personal vencida caducada expirada erronea equivocada"""
)
PARTICIPLE = re.compile(r"[a-z]{2,14}(?:ed|ing|ado|ada|ido|ida|ando|endo)")

# What may follow such a word in a remark.
CONTINUES = _words(
    """and but or so because since as when whenever if after before while though although than that then again now today
    yesterday tomorrow already yet still also too either anyway anymore always sometimes every each all both
    i i'm i've it it's its we they you he she what why how where which who there here
    for on in at to by of from with without about over under until till during per via into within like not never
    the a an my your our this these those his her their is was are will would can can't cannot could does doesn't do don't
    did didn't has have had should please pls help thanks thank enough sensitive field fields here only just even though right wrong
    somehow apparently according only once twice three several many two time times maybe probably though guys sir
    y e o u pero porque cuando si que como para por en al a de del desde hasta con sin segun sobre hoy ayer ahora ya
    todavia aun tambien tampoco siempre nunca otra otro vez veces cada todo toda todos todas dos tres muchas varias
    yo me mi mis no se lo la el los las le su sus un una este esta esto eso es esta fue era pues entonces
    ayuda gracias favor creo dice y"""
)

# A password of several words goes on until one of these.
BREAKS = _words(
    """and but or so because since when whenever if after before while though although then i i'm i've it it's its we they
    is was are can can't cannot could does doesn't did didn't won't will would should please pls help thanks thank
    what why how where which for on in at with still isn't wasn't not what's that's
    y e pero porque cuando si que para por en con sin no me ya puede pueden ayuda gracias favor es esta"""
)

# What stands in front of "is my password" without being one.
SUBJECTS = _words(
    """this that these those what what's where where's which who whose here there it's thing problem issue question answer
    only same first second last none mine maybe name email username e-mail birthday address number code phone token case
    sure because since when then than and also neither either both even nor still
    esto esta este esa donde cual cuando como quien nombre correo problema pregunta cosa unico misma codigo telefono"""
)
