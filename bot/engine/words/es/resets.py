"""El restablecimiento de un factor perdido: se pide en el chat, lo deciden dos personas, una palabra lo detiene."""

TEXTS = {
    "reset.for_good": (
        "Primero una pregunta: ¿perdió el teléfono para siempre? Si lo recupera pronto, sus códigos siguen sirviendo y "
        "no hay que cambiar nada."
    ),
    "reset.waiting_is_best": (
        "Entonces lo mejor es esperar: sus códigos y su configuración quedan como están. Si no puede esperar, todavía "
        "puede pedir un restablecimiento."
    ),
    "reset.what_happens": (
        "Entonces se puede restablecer su autenticación de dos factores. Esto es lo que pasa:\n"
        "• Dos personas de ThoroughCare comprueban que es usted de verdad. Llamamos al número registrado, nunca a uno "
        "de un chat.\n"
        "• Cuando dicen que sí, empieza un tiempo de espera. Usted y sus administradores reciben aviso, y cada uno "
        "puede detenerlo.\n"
        "• Después dejan de servir sus códigos y sus Recovery Tokens. Recibe por correo un enlace para configurarla "
        "otra vez.\n"
        "• Hasta entonces, al iniciar sesión se sigue pidiendo el token de 6 dígitos."
    ),
    "reset.what_happens_other": (
        "Se puede restablecer la autenticación de dos factores de {name}. Esto es lo que pasa:\n"
        "• Dos personas de ThoroughCare comprueban que {name} lo pide de verdad. Llamamos al número registrado, nunca a "
        "uno de un chat.\n"
        "• Cuando dicen que sí, empieza un tiempo de espera. {name} y los administradores reciben aviso, y cada uno "
        "puede detenerlo.\n"
        "• Después dejan de servir los códigos y los Recovery Tokens. {name} recibe por correo un enlace para "
        "configurarla otra vez.\n"
        "• Hasta entonces se sigue pidiendo el token de 6 dígitos. Un Recovery Token sin usar es más rápido."
    ),
    "reset.confirm": (
        "¿Envío esto: restablecer mi autenticación de dos factores, porque perdí el teléfono y no tengo ningún token "
        "de recuperación?"
    ),
    "reset.confirm_other": (
        "¿Envío esto: restablecer la autenticación de dos factores de {name}, que perdió el teléfono?"
    ),
    "reset.whom": (
        "¿De quién es el teléfono? Escriba el nombre de su colega como está en su lista de miembros. Encuentro a las "
        "personas de los consultorios donde usted es administrador."
    ),
    "reset.which_person": "¿A cuál de estas personas se refiere?",
    "reset.nobody": (
        "No encuentro a nadie con ese nombre entre las personas de los consultorios donde usted es administrador. "
        "Escriba el nombre como está en su lista de miembros, por favor."
    ),
    "reset.only_yours": (
        "Solo puedo pedir un restablecimiento para su propia cuenta. Para un colega me lo puede pedir un administrador "
        "de su consultorio. Entonces, sobre su propio teléfono:"
    ),
    "reset.not_filed": "De acuerdo, no envié nada. Todo queda como está. Pídamelo otra vez cuando quiera.",
    "reset.filed": (
        "El restablecimiento está pedido. Dos personas de ThoroughCare lo revisan ahora, y llamamos al número "
        "registrado. Al iniciar sesión se sigue pidiendo el token de 6 dígitos hasta que esté hecho. Pregúnteme cuando "
        "quiera cómo va."
    ),
    "reset.filed_other": (
        "El restablecimiento para {name} está pedido. Dos personas de ThoroughCare lo revisan ahora, y llamamos al "
        "número registrado. {name} recibe un aviso por correo. Pregúnteme cuando quiera cómo va."
    ),
    "reset.already": "Ya hay uno pedido, así que no pido otro.",
    "reset.status": "El restablecimiento de su autenticación de dos factores: {standing}",
    "reset.status_other": "El restablecimiento para {name}: {standing}",
    "reset.standing_filed": "espera al equipo. Dos personas tienen que revisarlo. Todavía no cambió nada.",
    "reset.standing_proposed": (
        "una persona de ThoroughCare ya lo revisó, y una segunda tiene que estar de acuerdo. Todavía no cambió nada."
    ),
    "reset.standing_approved": (
        "dos personas de ThoroughCare están de acuerdo. Se hace {due}, si nadie lo detiene antes."
    ),
    "reset.standing_done": (
        "está hecho. El próximo inicio de sesión pide la contraseña y el enlace que enviamos por correo. Luego se "
        "configura otra vez."
    ),
    "reset.standing_declined": "el equipo lo rechazó y no cambió nada. Una persona le puede decir más.",
    "reset.standing_frozen": "se detuvo y no se hará. No cambió nada.",
    "reset.standing_withdrawn": "se retiró. No cambió nada.",
    "reset.after_waiting": "después del tiempo de espera",
    "reset.nothing": "No hay nada que restablecer: esta cuenta no tiene autenticación de dos factores.",
    "reset.nothing_other": (
        "No hay nada que restablecer: {name} no ha configurado la autenticación de dos factores."
    ),
    "reset.too_many": (
        "No lo pedí: ya se pidieron tres restablecimientos para esta cuenta en un día. El siguiente se puede pedir "
        "{until}. Hasta entonces le puede ayudar una persona."
    ),
    "reset.not_allowed": (
        "Aquí no puedo pedir un restablecimiento para esta cuenta. Le puede ayudar una persona de ThoroughCare."
    ),
    "reset.not_your_colleague": (
        "No lo pedí. Solo puedo pedir un restablecimiento para personas de un consultorio donde usted es administrador "
        "ahora."
    ),
    "reset.sign_in_again": (
        "No lo pedí, porque su inicio de sesión terminó. Escriba otra vez su correo y su contraseña en la página de "
        "inicio. Cuando se le pida el token de 6 dígitos, abra este chat y pídamelo ahí."
    ),
    "reset.unknown": "No conozco aquí ningún restablecimiento abierto que usted pueda detener o retirar.",
    "reset.confirm_withdrawal": "Bien. ¿Retiro el restablecimiento? Sus códigos siguen sirviendo como antes.",
    "reset.confirm_withdrawal_other": (
        "¿Retiro el restablecimiento para {name}? Los códigos siguen sirviendo como antes."
    ),
    "reset.kept": "De acuerdo, el restablecimiento sigue pedido.",
    "reset.withdrawn": "El restablecimiento está retirado. Sus códigos siguen sirviendo como antes.",
    "reset.withdrawn_other": (
        "El restablecimiento para {name} está retirado. Los códigos siguen sirviendo como antes."
    ),
    "reset.over": "Ese restablecimiento terminó: {standing}",
    "reset.frozen": (
        "Detenido. Este restablecimiento no se hará, y el equipo de ThoroughCare está alertado. Sus códigos y sus "
        "Recovery Tokens siguen sirviendo. Cambie ahora su contraseña, por favor, porque otra persona puede saberla."
    ),
    "reset.frozen_other": (
        "Detenido. El restablecimiento para {name} no se hará, y el equipo de ThoroughCare está alertado. Los códigos y "
        "los Recovery Tokens siguen sirviendo. Hable con {name}, por favor: hay que cambiar la contraseña."
    ),
    "reset.news_filed": (
        "{filed_by} pidió restablecer su autenticación de dos factores. Dos personas de ThoroughCare lo revisan, y "
        "todavía no cambió nada. ¿No fue usted? Entonces deténgalo aquí."
    ),
    "reset.news_filed_other": (
        "{filed_by} pidió restablecer la autenticación de dos factores de {name}. Dos personas de ThoroughCare lo "
        "revisan. Se lo avisamos porque usted es administrador: si algo no le parece bien, deténgalo aquí."
    ),
    "reset.news_approved": (
        "Dos personas de ThoroughCare están de acuerdo en restablecer su autenticación de dos factores. Se hace {due}. "
        "¿No fue usted, o encontró su teléfono? Entonces dígalo antes."
    ),
    "reset.news_approved_other": (
        "Dos personas de ThoroughCare están de acuerdo en restablecer la autenticación de dos factores de {name}. Se "
        "hace {due}. Si algo no le parece bien, deténgalo antes."
    ),
    "reset.news_declined": (
        "El equipo rechazó restablecer su autenticación de dos factores. No cambió nada. Si todavía no puede iniciar "
        "sesión, pídame una persona."
    ),
    "reset.news_declined_other": (
        "El equipo rechazó restablecer la autenticación de dos factores de {name}. No cambió nada."
    ),
    "reset.news_done": (
        "Su autenticación de dos factores se restableció. Inicie sesión con su contraseña y con el enlace que le "
        "enviamos por correo, y configúrela otra vez."
    ),
    "reset.news_done_other": (
        "La autenticación de dos factores de {name} se restableció. En el próximo inicio de sesión, {name} la "
        "configura otra vez."
    ),
    "reset.news_frozen": (
        "Se detuvo el restablecimiento de su autenticación de dos factores. No se hará, y el equipo lo investiga. "
        "Cambie su contraseña, por favor, si usted no lo pidió."
    ),
    "reset.news_frozen_other": (
        "Se detuvo el restablecimiento de la autenticación de dos factores de {name}. No se hará, y el equipo lo "
        "investiga."
    ),
    "reset.news_withdrawn": (
        "Se retiró el restablecimiento de su autenticación de dos factores. No cambió nada."
    ),
    "reset.news_withdrawn_other": (
        "Se retiró el restablecimiento de la autenticación de dos factores de {name}. No cambió nada."
    ),
    "button.reset.gone": "Lo perdí para siempre",
    "button.reset.wait": "Lo voy a recuperar",
    "button.reset.anyway": "Pedirlo de todos modos",
    "button.reset.mine": "Es para mí",
    "button.reset.found": "Encontré mi teléfono",
    "button.reset.take_back": "Retirarlo",
    "button.reset.withdraw": "Retirar el restablecimiento",
    "button.reset.not_me": "No fui yo",
    "button.reset.not_right": "Esto está mal: detenerlo",
}
